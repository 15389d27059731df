"""Changes to seats: proposed by the law and accepted, added, ended; who holds them, as holder or deputy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from maillage.audit import journal
from maillage.bodies.models import Body, Seat, SeatHolder
from maillage.bodies.services import gate
from maillage.bodies.vocabulary import SeatBasis, SeatRole, Voice
from maillage.institutions.models import Institution, Partnership, Person
from maillage.institutions.services import add_institution
from maillage.institutions.vocabulary import COLLEGES, SECTORS, InstitutionDraft, InstitutionKind
from maillage.kernel import Actor, BadInput


@dataclass(frozen=True)
class SeatDraft:
    """One seat to make; without `institution`, one of `kind` named `new_name` is found or created."""

    label: str
    basis: SeatBasis
    voice: Voice
    institution: Institution | None = None
    kind: InstitutionKind = InstitutionKind.OTHER
    new_name: str = ""
    member_key: str = ""
    rule: str = ""
    act: str = ""
    core: bool = False
    nonce: UUID | None = None


def accept_composition(*, actor: Actor, body: Body, lines: Sequence[SeatDraft], on: date) -> list[Seat]:
    """Make the seats that were kept from a proposal, and the institutions they miss: all of them or none.

    A seat whose institution and label already run is left as it is: sending twice makes nothing twice.
    Raises BadInput when nothing is kept, or on a name without its institution.
    """
    act = "composition acceptée"
    gate.check_runs(actor, body.partnership, act)
    if not lines:
        raise BadInput("Cochez au moins un siège, ou revenez à l'instance sans rien créer.")
    _check_start(body, on)
    with transaction.atomic():
        Partnership.objects.select_for_update().get(pk=body.partnership_id)  # before the body, as in a merge
        Body.objects.select_for_update().get(pk=body.pk)
        seats = [_once(actor, body, line, on) for line in lines]
        _write(actor, body, act, f"{len(seats)} sièges", on)
    return seats


def add_seat(*, actor: Actor, body: Body, draft: SeatDraft, on: date) -> Seat:
    """Add one seat. Raises BadInput before the body's opening, or for an institution of elsewhere."""
    act = "siège ajouté"
    gate.check_runs(actor, body.partnership, act)
    if (row := gate.already(Seat, draft.nonce)) is not None:
        return row
    _check_start(body, on)
    with transaction.atomic():
        row = _make(actor, body, draft, on)
        _write(actor, body, act, row.label, on)
    return row


def _check_start(body: Body, on: date) -> None:
    if on < body.opened_on:
        raise BadInput(f"Le {on:%d/%m/%Y} précède l'ouverture de l'instance, le {body.opened_on:%d/%m/%Y}.")


def _once(actor: Actor, body: Body, draft: SeatDraft, on: date) -> Seat:
    institution = draft.institution or _institution(actor, body, draft)
    running = Q(end__isnull=True) | Q(end__gte=on)
    known = body.seats.filter(running, institution=institution, label=draft.label).first()
    return known or _make(actor, body, draft, on, institution)


def _make(
    actor: Actor, body: Body, draft: SeatDraft, on: date, institution: Institution | None = None
) -> Seat:
    institution = institution or draft.institution or _institution(actor, body, draft)
    if institution.partnership_id != body.partnership_id:
        raise BadInput(f"{institution} n'est pas une institution de ce partenariat.")
    row = Seat(
        body=body, institution=institution, label=draft.label.strip()[:200], basis=draft.basis.value,
        voice=draft.voice.value, member_key=draft.member_key, rule=draft.rule, act=draft.act.strip()[:200],
        core=draft.core, start=on,
    )  # fmt: skip
    if draft.nonce is not None:
        row.nonce = draft.nonce
    row.save(force_insert=True)
    return row


def _institution(actor: Actor, body: Body, draft: SeatDraft) -> Institution:
    """The institution of that name here, or a new one of that kind."""
    name = draft.new_name.strip()
    if not name:
        raise BadInput(f"« {draft.label} » : choisissez l'institution, ou donnez le nom de la nouvelle.")
    known = Institution.objects.filter(partnership=body.partnership, name__iexact=name).first()
    return known or add_institution(
        actor=actor, partnership=body.partnership,
        draft=InstitutionDraft(
            name=name[:200], kind=draft.kind, sector=SECTORS[draft.kind], college=COLLEGES[draft.kind]
        ),
    )  # fmt: skip


def edit_seat(
    *, actor: Actor, seat: Seat, label: str, basis: SeatBasis, voice: Voice, act: str, core: bool
) -> Seat:
    """Correct a seat's words. Raises BadInput without a label."""
    gate.check_runs(actor, seat.body.partnership, "siège corrigé")
    if not label.strip():
        raise BadInput("Donnez un nom au siège.")
    with transaction.atomic():
        seat.label, seat.basis, seat.voice = label.strip()[:200], basis.value, voice.value
        seat.act, seat.core = act.strip()[:200], core
        seat.save(update_fields=["label", "basis", "voice", "act", "core"])
        _write(actor, seat.body, "siège corrigé", seat.label, None)
    return seat


def end_seat(*, actor: Actor, seat: Seat, on: date, reason: str) -> Seat:
    """End a seat: `on` is its last day, and that of whoever holds it. Raises BadInput without a reason."""
    gate.check_runs(actor, seat.body.partnership, "siège supprimé")
    if not reason.strip():
        raise BadInput("Dites pourquoi le siège prend fin : le motif reste au journal.")
    if on < seat.start:
        raise BadInput(f"Le {on:%d/%m/%Y} précède le début du siège, le {seat.start:%d/%m/%Y}.")
    with transaction.atomic():
        seat.end = on
        seat.save(update_fields=["end"])
        later = Q(end__isnull=True) | Q(end__gt=on)
        seat.holders.filter(later, start__lte=on).update(end=on)
        _write(actor, seat.body, "siège supprimé", f"{seat.label} : {reason.strip()}", on)
    return seat


def withdraw_seat(*, actor: Actor, seat: Seat) -> None:
    """Erase a seat made by mistake: never held, never convened. Raises BadInput once it counts."""
    gate.check_runs(actor, seat.body.partnership, "siège effacé")
    if seat.holders.exists() or seat.convocations.exists() or seat.attendances.exists():
        raise BadInput(f"« {seat.label} » a déjà servi : donnez-lui une fin, son histoire reste.")
    with transaction.atomic():
        _write(actor, seat.body, "siège effacé", seat.label, None)
        seat.delete()


def name_holder(
    *,
    actor: Actor,
    seat: Seat,
    person: Person,
    role: SeatRole,
    start: date,
    end: date | None = None,
    nonce: UUID | None = None,
) -> SeatHolder:
    """Name a holder or a deputy. A new holder ends the one before on the eve.

    Raises BadInput: outside the seat's dates, over another holder, or the same person twice.
    """
    act = "titulaire nommé" if role is SeatRole.HOLDER else "suppléant nommé"
    gate.check_runs(actor, seat.body.partnership, act)
    if (row := gate.already(SeatHolder, nonce)) is not None:
        return row
    _check_holder(seat, person, start, end)
    with transaction.atomic():
        Seat.objects.select_for_update().get(pk=seat.pk)
        if role is SeatRole.HOLDER:
            _succeed(seat, start, end)
        _check_once(seat, person, start, end)
        row = SeatHolder(seat=seat, person=person, role=role.value, start=start, end=end)
        if nonce is not None:
            row.nonce = nonce
        row.save(force_insert=True)
        _write(actor, seat.body, act, seat.label, start)
    return row


def _check_holder(seat: Seat, person: Person, start: date, end: date | None) -> None:
    if person.partnership_id != seat.body.partnership_id:
        raise BadInput("Cette personne n'est pas dans l'annuaire de ce partenariat.")
    if start < seat.start or (seat.end and (end or start) > seat.end):
        last = f" au {seat.end:%d/%m/%Y}" if seat.end else ""
        raise BadInput(f"Le siège existe du {seat.start:%d/%m/%Y}{last} : choisissez des dates dedans.")
    if end and end < start:
        raise BadInput(f"La fin, {end:%d/%m/%Y}, précède le début, {start:%d/%m/%Y}.")


def _over(start: date, end: date | None) -> Q:
    """Rows that share at least a day with [start, end]."""
    return (Q(end__isnull=True) | Q(end__gte=start)) & (Q(start__lte=end) if end else Q())


def _succeed(seat: Seat, start: date, end: date | None) -> None:
    holders = seat.holders.filter(role=SeatRole.HOLDER.value)
    current = holders.filter(end__isnull=True).first()
    if current and end is None and current.start < start:
        current.end = start - timedelta(days=1)
        current.save(update_fields=["end"])
    busy = holders.filter(_over(start, end)).first()
    if busy is not None:
        raise BadInput(
            f"« {seat.label} » a déjà un titulaire depuis le {busy.start:%d/%m/%Y} :"
            " choisissez une date qui suit, ou terminez d'abord son mandat."
        )


def _check_once(seat: Seat, person: Person, start: date, end: date | None) -> None:
    if seat.holders.filter(_over(start, end), person=person).exists():
        raise BadInput(f"{person} tient déjà ce siège à cette date, comme titulaire ou suppléant.")


def end_holder(*, actor: Actor, holder: SeatHolder, on: date) -> SeatHolder:
    """Somebody leaves a seat: `on` is the last day. The seat is vacant the day after."""
    seat = holder.seat
    gate.check_runs(actor, seat.body.partnership, "mandat terminé")
    if on < holder.start:
        raise BadInput(f"Le {on:%d/%m/%Y} précède le début du mandat, le {holder.start:%d/%m/%Y}.")
    with transaction.atomic():
        holder.end = on
        holder.save(update_fields=["end"])
        _write(actor, seat.body, "mandat terminé", seat.label, on)
    return holder


def _write(actor: Actor, body: Body, act: str, what: str, on: date | None) -> None:
    journal.append(
        actor=actor, act=act, subject=f"instance:{body.pk} {body.name}", partnership=body.partnership.key,
        detail={"quoi": what[:300]} | ({"le": str(on)} if on else {}),
    )  # fmt: skip
