"""Template filters of French typography. In an attribute use `typo_text`: `typo` may write markup."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.template import defaultfilters
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import get_language, gettext

from maillage.ui import typography

register = template.Library()
_OPAQUE = re.compile(r"(<[^>]*>|&[#\w]+;)")
_ORDINAL = re.compile(r"\b(1(?=er|re)|\d{1,3}(?=e))(er|re|e)\b")


_FIRST = re.compile(r"\b1(?= [a-zéû])")  # « 1 janvier »
_SHORT = {"jan.": "janv.", "fév.": "févr."}  # as the French write them


def _french_now() -> bool:
    return (get_language() or "fr").startswith("fr")


@register.filter
def typo_text(value: object) -> str:
    """French spaces in plain text, for an attribute or a title."""
    if value is None:
        return ""
    return typography.french(str(value), complete=_french_now())


@register.filter
def typo(value: object) -> SafeString:
    """French spaces, `1er`, `2e` with their superscript. Text is escaped; safe markup keeps its tags."""
    if value is None:
        return mark_safe("")
    parts = _OPAQUE.split(str(value)) if isinstance(value, SafeData) else [str(value)]
    safe = isinstance(value, SafeData)
    return mark_safe("".join(_piece(part, safe) for part in parts))  # noqa: S308


def _piece(part: str, safe: bool) -> str:
    if safe and _OPAQUE.fullmatch(part):
        return part
    text = typo_text(part)
    return _ORDINAL.sub(r"\1<sup>\2</sup>", text if safe else escape(text))


@register.filter
def said(word: object) -> SafeString:
    """The label of a word of the vocabularies, in the reader's language."""
    return typo(gettext(str(getattr(word, "label", word))))


@register.filter
def number(value: float | None, decimals: int | None = None) -> str:
    """1234567.8 → 1 234 567,8."""
    return typography.number(value, decimals)


@register.filter
def whole(value: object) -> str:
    """A count given as text or number, with its thousands."""
    return typography.number(int(str(value)))


@register.filter
def rate(value: float | None) -> str:
    """A rate with the digits it can bear."""
    return typography.rate(value)


@register.filter("date", expects_localtime=True, is_safe=False)
def date_in_words(value: Any, asked: str | None = None) -> str:
    """Django's own filter, but in French « 1er janvier », « janv. », « févr. »."""
    shown: str = defaultfilters.date(value, asked)
    if not _french_now():
        return shown
    for django_s, ours in _SHORT.items():
        shown = re.sub(rf"\b{re.escape(django_s)}", ours, shown, flags=re.IGNORECASE)
    return _FIRST.sub("1er", shown)


@register.filter
def clock(moment: datetime) -> str:
    """« 9 h », « 9 h 30 », on the local clock."""
    local = timezone.localtime(moment)
    return typography.french(f"{local.hour} h" + (f" {local.minute:02d}" if local.minute else ""))


def plain_date(value: date) -> str:
    """The same day as `french_date`, without markup: to be put inside a sentence."""
    return typography.french_date(value) if _french_now() else date_format(value, "j F Y")


@register.filter
def french_date(value: date | None) -> SafeString:
    """« 1er décembre 2026 », in the reader's language."""
    if value is None:
        return mark_safe("")
    if not _french_now():
        return mark_safe(escape(date_format(value, "j F Y")))  # noqa: S308
    return typo(typography.french_date(value))
