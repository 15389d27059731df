"""Changes to partnerships: open, close, dress in the town's colours. One act, one journal line each."""

from datetime import date

from django.db import transaction

from maillage.audit import journal
from maillage.institutions import rules
from maillage.institutions.models import Partnership
from maillage.institutions.vocabulary import PartnershipKind
from maillage.kernel import Actor, BadInput
from maillage.territory import selectors as territory
from maillage.ui import theme

MARK_LIMIT = 200_000  # bytes


def open_partnership(
    *, actor: Actor, place: str, kind: PartnershipKind, on: date, name: str = "", fictitious: bool = False
) -> Partnership:
    """Open the workspace of one partnership on a territory. Raises BadInput: unknown place, double."""
    facts = territory.place(place)
    if facts is None:
        raise BadInput(f"Le code « {place} » n'est pas un territoire connu. Cherchez la commune par son nom.")
    key = rules.partnership_key(facts.code, kind)
    if Partnership.objects.filter(key=key).exists():
        raise BadInput(f"{facts.name} a déjà un espace « {kind.label} ».")
    with transaction.atomic():
        row = Partnership.objects.create(
            key=key,
            place=facts.code,
            kind=kind.value,
            name=name or f"{kind.sigle} de {facts.name}",
            opened=on,
            fictitious=fictitious,
        )
        journal.append(
            actor=actor, act="partenariat ouvert", subject=key, partnership=key, detail={"le": str(on)}
        )
    return row


def close_partnership(*, actor: Actor, partnership: Partnership, on: date, reason: str) -> Partnership:
    """Close a workspace: it stays readable. Raises BadInput before its opening or without a reason."""
    if on < partnership.opened:
        raise BadInput(f"La clôture du {on:%d/%m/%Y} précède l'ouverture du {partnership.opened:%d/%m/%Y}.")
    if not reason.strip():
        raise BadInput("Dites pourquoi le partenariat s'arrête : le motif reste au journal.")
    with transaction.atomic():
        partnership.closed = on
        partnership.save(update_fields=["closed"])
        journal.append(
            actor=actor, act="partenariat clos", subject=partnership.key, partnership=partnership.key,
            detail={"le": str(on), "motif": reason.strip()},
        )  # fmt: skip
    return partnership


def dress(
    *, actor: Actor, partnership: Partnership, hue: int, chroma: float, colour: str = "",
    mark: bytes | None = None, mark_type: str = "",
) -> Partnership:  # fmt: skip
    """Give the workspace the town's accent and mark. Raises BadInput with the ratio when unreadable."""
    fault = (
        theme.hue_fault(hue) or theme.chroma_fault(chroma) or (theme.colour_fault(colour) if colour else None)
    )
    if fault:
        raise BadInput(fault)
    if mark is not None:
        _check_mark(mark, mark_type)
    with transaction.atomic():
        partnership.hue, partnership.chroma = hue, chroma
        if mark is not None:
            partnership.mark, partnership.mark_type = mark, mark_type
        partnership.save(update_fields=["hue", "chroma", "mark", "mark_type"])
        journal.append(
            actor=actor, act="couleurs changées", subject=partnership.key, partnership=partnership.key,
            detail={"teinte": hue, "intensité": chroma, "logo": mark is not None},
        )  # fmt: skip
    return partnership


def _check_mark(mark: bytes, mark_type: str) -> None:
    if mark_type != "image/png" or not mark.startswith(b"\x89PNG\r\n\x1a\n"):
        raise BadInput("Le logo doit être une image PNG.")
    if len(mark) > MARK_LIMIT:
        raise BadInput(
            f"Le logo pèse {len(mark) // 1000} ko : donnez-en un de moins de {MARK_LIMIT // 1000} ko."
        )
