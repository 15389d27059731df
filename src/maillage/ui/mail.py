"""The look of a letter: one paper for all, in plain text and in HTML, without anything fetched from outside.

Mail programs ignore stylesheets: the few styles are attributes, written here and nowhere in templates.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from maillage.ui import colour, typography

ACCENT_LIGHTNESS = 0.42  # as --accent in light
_SANS = "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_SHEET = "max-width:600px;margin:0 auto;box-sizing:border-box"
_INK, _QUIET, _RULE, _PAGE = "#1a1f23", "#4a5359", "#d8dcdb", "#f5f6f5"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")


@dataclass(frozen=True)
class Sender:
    """In whose name a letter leaves: the partnership, its accent, whether it is invented."""

    name: str
    hue: int = 205
    chroma: float = 0.07
    fictitious: bool = False


@dataclass(frozen=True)
class Content:
    """What a letter says: sentences, facts in pairs, links that act, and why the reader receives it."""

    title: str
    paragraphs: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    links: Sequence[tuple[str, str]] = ()  # (what it does, address): the first is the main one
    after: Sequence[str] = ()
    reason: str = ""


@dataclass(frozen=True)
class Page:
    """A letter, ready to leave."""

    text: str
    html: str


def compose(content: Content, sender: Sender) -> Page:
    """The words of a letter as text and as inner HTML: what is stored; `dress` puts them on their paper."""
    context = {"content": content, "s": styles(sender)}
    with translation.override("fr"):  # people who receive it have no language of theirs here
        text = render_to_string("ui/mail/content.txt", context)
        return Page(_tidy(text), render_to_string("ui/mail/content.html", context))


def dress(*, subject: str, text: str, html: str, sender: Sender) -> Page:
    """The letter on its paper: the partnership's name above, what Maillage is below, the band if invented."""
    inner = html or from_text(text, sender)
    context = {"subject": subject, "text": text.strip(), "inner": mark_safe(inner), "sender": sender,  # noqa: S308
               "s": styles(sender), "band": band() if sender.fictitious else ""}  # fmt: skip
    plain = render_to_string("ui/mail/letter.txt", context)
    return Page(_tidy(plain), render_to_string("ui/mail/letter.html", context))


def whole(path: str) -> str:
    """The full address of a page: a letter is read far from the site (`MAILLAGE_URL`)."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def band() -> str:
    """What every letter of an invented partnership says first."""
    return _("Données fictives. Les personnes et les faits de ce message sont inventés.")


def from_text(text: str, sender: Sender) -> str:
    """Paragraphs and links made of a plain text."""
    s = styles(sender)
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    return "".join(f"<p {s['text']}>{_linked(block, s['link'])}</p>" for block in blocks)


def styles(sender: Sender) -> dict[str, SafeString]:
    """Every style of the letter, as attributes; the accent is the town's."""
    accent = colour.hexadecimal(ACCENT_LIGHTNESS, sender.chroma, sender.hue)
    rules = {
        "page": f"margin:0;padding:0;background:{_PAGE}",
        "outer": f"background:{_PAGE};padding:16px 8px",
        "paper": f"{_SHEET};background:#ffffff;border-top:3px solid {accent};color:{_INK};{_SANS}",
        "band": f"{_SHEET};background:{_INK};color:#ffffff;padding:6px 24px;font-size:13px;{_SANS}",
        "head": f"margin:0;padding:16px 24px;border-bottom:1px solid {_RULE};font-size:15px;font-weight:600",
        "body": "padding:8px 24px 16px",
        "title": "font-size:22px;line-height:1.25;font-weight:600;margin:16px 0 8px",
        "text": "font-size:16px;line-height:1.5;margin:12px 0",
        "facts": "border-collapse:collapse;margin:12px 0;font-size:16px;line-height:1.4",
        "name": f"text-align:left;vertical-align:top;font-weight:400;color:{_QUIET};padding:4px 16px 4px 0",
        "value": "vertical-align:top;padding:4px 0",
        "link": f"color:{accent}",
        "main": f"display:inline-block;background:{accent};color:#ffffff;padding:11px 18px;border-radius:3px;"
                "font-weight:600;text-decoration:none",
        "foot": f"margin:0;padding:12px 24px 20px;border-top:1px solid {_RULE};font-size:13px;"
                f"line-height:1.5;color:{_QUIET}",
    }  # fmt: skip
    return {name: mark_safe(f'style="{rule}"') for name, rule in rules.items()}  # noqa: S308


def _linked(block: str, link: str) -> str:
    parts, at = [], 0
    for found in _ADDRESS.finditer(block):
        parts.append(_typed(block[at : found.start()]))
        address = escape(found.group())
        parts.append(f'<a {link} href="{address}">{address}</a>')
        at = found.end()
    return "".join([*parts, _typed(block[at:])])


def _typed(text: str) -> str:
    return escape(typography.french(text)).replace("\n", "<br>")


def _tidy(text: str) -> str:
    """At most one empty line between blocks, one line end at the end."""
    return re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"
