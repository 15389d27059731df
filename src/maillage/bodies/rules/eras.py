"""Does a kind of body exist on a day, and is what it needs written down? Explained, never forbidden."""

from datetime import date

from maillage.bodies.vocabulary import BOUNDED, ERAS, BodyKind
from maillage.law.partial import in_french


def era_remark(kind: BodyKind, on: date) -> str:
    """Why this kind is out of its time on that day, in one sentence; empty when it is not."""
    first, last = ERAS.get(kind, (None, None))
    day = in_french(on)
    if first and on.year < first:
        return f"« {kind.label} » n'existait pas encore le {day} : ce genre d'instance date de {first}."
    if last and on.year > last:
        return f"« {kind.label} » n'existait plus le {day} : ce genre d'instance a disparu en {last}."
    return ""


def bounds_remarks(kind: BodyKind, *, zone: str, term: date | None) -> tuple[str, ...]:
    """What a group tied to a zone and a time lacks (GL-2 for the GLTD): a sentence each."""
    if kind not in BOUNDED:
        return ()
    found = []
    if not zone.strip():
        found.append("Aucune zone n'est écrite : un groupe de ce genre travaille sur un territoire précis.")
    if term is None and kind is BodyKind.GLTD:
        found.append("Aucun terme n'est écrit : le procureur fixe la zone et la durée du groupe (GL-2).")
    return tuple(found)


def overdue_days(*, term: date | None, closed: bool, on: date) -> int:
    """Days past the term of a body that still runs; 0 otherwise."""
    return max((on - term).days, 0) if term and not closed else 0
