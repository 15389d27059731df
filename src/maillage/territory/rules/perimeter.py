"""How to say that a territory ceased, grew or changed its members: with the date, or the span of doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage.law.partial import in_french

Span = tuple[date, date]


@dataclass(frozen=True)
class Event:
    """One change of a perimeter: between which days, in French, and the codes of the places that moved."""

    span: Span
    sentence: str
    codes: tuple[str, ...] = ()


def when(span: Span) -> str:
    """« le 1er janvier 2019 », « entre le 2 janvier 2022 et le 1er janvier 2023 »."""
    first, last = span
    if first == last:
        return f"le {in_french(first)}"
    return f"entre le {in_french(first)} et le {in_french(last)}"


def ended(*, name: str, code: str, now: str, span: Span | None, reason: str) -> str:
    """What to say of a place that no longer exists by itself; `now` is its proposed new perimeter."""
    if span is None:
        past = "n'existe plus par lui-même ; la date n'est pas connue"
    else:
        doubt = "" if span[0] == span[1] else ", le jour exact est à vérifier"
        past = f"a cessé d'exister {when(span)} ({reason}{doubt})"
    return f"{name} ({code}) {past}. Nouveau territoire proposé : {now}."


def arrival(*, names: Sequence[str], span: Span) -> str:
    """Communes merged into this one."""
    return f"{capital(when(span))} : {listed(names)} {_joined(names)}."


def _joined(names: Sequence[str]) -> str:
    return "a été réunie à la commune" if len(names) == 1 else "ont été réunies à la commune"


def moved(*, entered: Sequence[str], left: Sequence[str], span: Span) -> str:
    """Communes that entered or left an intercommunal body between two lists."""
    said = []
    if entered:
        said.append(f"{listed(entered)} {'est entrée' if len(entered) == 1 else 'sont entrées'}")
    if left:
        said.append(f"{listed(left)} {'est sortie' if len(left) == 1 else 'sont sorties'}")
    return f"{capital(when(span))} : {' ; '.join(said)}."


def listed(names: Sequence[str]) -> str:
    """« Rezé », « Rezé et Bouguenais », « Rezé, Bouguenais et Nantes »."""
    return " et ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def capital(text: str) -> str:
    """The first letter as a capital."""
    return text[:1].upper() + text[1:]
