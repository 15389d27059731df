"""Requests: asked from a sheet or blank, their parts saved one by one, the lines of their plan."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from maillage.audit import history
from maillage.contracts.models import ActionSheet
from maillage.contracts.vocabulary import Nature
from maillage.funding.models import Call, CallPriority, Fund, GrantRequest, PlanLine
from maillage.funding.rules import numbers, visibility
from maillage.funding.rules.plan import right_side
from maillage.funding.selectors import prefill
from maillage.funding.services import gate
from maillage.funding.vocabulary import Account, Purpose, Renewal, Side
from maillage.funding.vocabulary.eligibility import Part
from maillage.institutions.models import Institution, Partnership
from maillage.institutions.rules import identifiers
from maillage.kernel import Actor, BadInput
from maillage.ui.typography import euros

PARTS: Mapping[Part, tuple[str, ...]] = {
    Part.BODY: (
        "siret", "rna", "officers", "approvals", "body_budget", "iban", "accounts_attached", "renewal",
        "several_years", "purpose",
    ),
    Part.ACTION: (
        "title", "object", "objectives", "description", "public", "people", "territory", "place",
        "in_priority_area", "start", "end", "means", "evaluation", "indicators", "plan_link", "call_priority",
    ),
    Part.BUDGET: (
        "asked", "baseline_known", "baseline", "baseline_words", "video", "individual_equipment",
    ),
    Part.PROMISES: ("declared", "republican"),
}  # fmt: skip
YEARS = range(1990, 2101)


@dataclass(frozen=True)
class Ask:
    """What opens a request: who asks whom, for which year, from which sheet."""

    fund: Fund
    applicant: Institution
    year: int
    title: str = ""
    call: Call | None = None
    call_priority: CallPriority | None = None
    sheet: ActionSheet | None = None
    renewal: Renewal = Renewal.FIRST
    purpose: Purpose = Purpose.PROJECT


@dataclass(frozen=True)
class LineDraft:
    """What is typed of a line of the plan."""

    side: Side
    account: Account
    label: str
    planned: Decimal
    nature: Nature | None = None
    fund: Fund | None = None
    confirmed_on: date | None = None
    paid_before: bool | None = None
    for_state: bool = False


def ask(*, actor: Actor, partnership: Partnership, draft: Ask, nonce: UUID | None = None) -> GrantRequest:
    """Open a request, filled from its sheet when there is one. Sent twice: one.

    Raises Refused for another institution than one's own, BadInput on what is not of this partnership.
    """
    if not visibility.writes(actor, draft.applicant.pk, own=True):
        reason = "Un partenaire demande pour sa propre institution ; le coordonnateur pour toutes."
        raise gate.refuse(actor, partnership, "demande ouverte", reason)
    _check_ask(partnership, draft)
    with transaction.atomic():
        Partnership.objects.select_for_update().get(pk=partnership.pk)
        if (row := gate.already(GrantRequest, nonce)) is not None:
            return row
        row = _opened(partnership, draft, nonce)
        given = _copy_sheet(row, draft)
        row.save(force_insert=True)
        _add_lines(row, given)
        gate.log(actor, row, "demande ouverte", {"fonds": row.fund_id, "fiche": row.sheet_id})
    return row


def _check_ask(partnership: Partnership, draft: Ask) -> None:
    gate.check_here(partnership, draft.applicant)
    if draft.fund.partnership_id != partnership.pk or draft.fund.archived_on:
        raise BadInput(f"« {draft.fund.name} » n'est pas un fonds ouvert de ce partenariat.")
    if draft.call is not None and draft.call.fund_id != draft.fund.pk:
        raise BadInput(f"L'appel « {draft.call.title} » n'est pas un appel du fonds « {draft.fund.name} ».")
    if draft.sheet is not None and draft.sheet.contract.partnership_id != partnership.pk:
        raise BadInput("Cette fiche n'est pas de ce partenariat.")
    if not draft.title.strip() and draft.sheet is None:
        raise BadInput("Donnez un titre à l'action, ou choisissez la fiche d'où elle vient.")
    if draft.year not in YEARS:
        raise BadInput(f"L'année {draft.year} n'est pas possible : écrivez-la en quatre chiffres.")


def _opened(partnership: Partnership, draft: Ask, nonce: UUID | None) -> GrantRequest:
    last = GrantRequest.objects.filter(partnership=partnership).aggregate(n=Max("number"))["n"] or 0
    return GrantRequest(
        partnership=partnership, fund=draft.fund, call=draft.call, call_priority=draft.call_priority,
        sheet=draft.sheet, applicant=draft.applicant, number=last + 1, year=draft.year,
        renewal=draft.renewal.value, purpose=draft.purpose.value, siret=draft.applicant.siret,
        title=draft.title.strip()[:200], **({"nonce": nonce} if nonce else {}),
    )  # fmt: skip


def _copy_sheet(row: GrantRequest, draft: Ask) -> prefill.Prefilled | None:
    if draft.sheet is None:
        return None
    given = prefill.from_sheet(sheet=draft.sheet, fund=draft.fund, year=draft.year)
    for name, value in given.fields.items():
        if name != "title" or not row.title:
            setattr(row, name, value)
    row.asked = given.asked
    return given


def _add_lines(row: GrantRequest, given: prefill.Prefilled | None) -> None:
    for line in given.lines if given else ():
        values = asdict(line) | {"fund": line.fund, "side": line.side.value, "account": line.account.value}
        PlanLine.objects.create(request=row, **values)


def save_part(
    *, actor: Actor, request: GrantRequest, part: Part, seen: int, values: Mapping[str, Any]
) -> GrantRequest:
    """Save one part of the form; the others stay.

    Raises BadInput on a number whose key is false, Conflict.
    """
    gate.check_writes(actor, request, "demande modifiée")
    checked = _checked(request, {name: values[name] for name in PARTS[part] if name in values})
    with transaction.atomic():
        row = history.lock(request, seen=seen)
        gate.check_writes(actor, row, "demande modifiée")
        gate.check_edited(row)
        for name, value in checked.items():
            setattr(row, name, value)
        check_whole(row)
        row.save(update_fields=[*checked, "revision"])
        gate.log(actor, row, "demande modifiée", {"partie": part.value})
    return row


def _checked(request: GrantRequest, values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are stored; the numbers that carry a key are checked."""
    checks = {"siret": identifiers.siret, "iban": numbers.iban, "rna": numbers.rna}
    found: dict[str, Any] = {
        name: checks[name](value) if name in checks else value for name, value in values.items()
    }
    priority = found.get("call_priority")
    if priority is not None and priority.call_id != request.call_id:
        raise BadInput(f"« {priority.title} » n'est pas une priorité de l'appel de cette demande.")
    return {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}


def check_whole(row: GrantRequest) -> None:
    """Raises BadInput when the request as a whole cannot be: no title, reversed dates, negative sums."""
    if not row.title:
        raise BadInput("Donnez un titre à l'action.")
    if row.start and row.end and row.end < row.start:
        raise BadInput(f"L'action finit le {row.end:%d/%m/%Y}, avant de commencer le {row.start:%d/%m/%Y}.")
    for name in ("asked", "baseline", "body_budget"):
        amount = getattr(row, name)
        if amount is not None and amount < 0:
            raise BadInput(f"{euros(amount)} n'est pas un montant : écrivez un nombre positif.")


def add_line(*, actor: Actor, request: GrantRequest, draft: LineDraft, nonce: UUID | None = None) -> PlanLine:
    """Add a line to the plan. Sent twice: one.

    Raises BadInput: account of the other side, negative amount.
    """
    gate.check_writes(actor, request, "ligne ajoutée au plan")
    with transaction.atomic():
        held = gate.hold(request)
        gate.check_writes(actor, held, "ligne ajoutée au plan")
        gate.check_edited(held)
        if (row := gate.already(PlanLine, nonce)) is not None:
            return row
        row = PlanLine(request=held, **({"nonce": nonce} if nonce else {}))
        fill_line(row, draft)
        row.save(force_insert=True)
        _touch(held)
        gate.log(actor, held, "ligne ajoutée au plan", _told(row))
    return row


def edit_line(*, actor: Actor, line: PlanLine, seen: int, draft: LineDraft) -> PlanLine:
    """Correct a line; `seen`: the revision of its request. Raises BadInput, Conflict when it changed."""
    gate.check_writes(actor, line.request, "ligne du plan modifiée")
    with transaction.atomic():
        held = history.lock(line.request, seen=seen)
        gate.check_writes(actor, held, "ligne du plan modifiée")
        gate.check_edited(held)
        row = PlanLine.objects.select_for_update().get(pk=line.pk)
        fill_line(row, draft)
        row.save()
        held.save(update_fields=["revision"])
        gate.log(actor, held, "ligne du plan modifiée", _told(row))
    return row


def withdraw_line(*, actor: Actor, line: PlanLine, on: date, back: bool = False) -> PlanLine:
    """Withdraw a line of the plan, or put it back: it stays readable beside the plan."""
    act = "ligne du plan remise" if back else "ligne du plan retirée"
    gate.check_writes(actor, line.request, act)
    with transaction.atomic():
        held = gate.hold(line.request)
        gate.check_writes(actor, held, act)
        gate.check_edited(held)
        row = PlanLine.objects.select_for_update().get(pk=line.pk)
        if (row.withdrawn_on is None) is not back:
            row.withdrawn_on = None if back else on
            row.save(update_fields=["withdrawn_on"])
            _touch(held)
            gate.log(actor, held, act, _told(row))
    return row


def fill_line(row: PlanLine, draft: LineDraft) -> None:
    """Put what was typed on a line. Raises BadInput: no label, account of the other side, negative amount."""
    label = " ".join(draft.label.split())[:200]
    if not label:
        raise BadInput("Écrivez ce que paie cette ligne, ou qui la paie.")
    if not right_side(draft.side, draft.account):
        raise BadInput(
            f"Le compte « {draft.account.label} » n'est pas un compte de {draft.side.label}"
            " : changez l'un ou l'autre."
        )
    if draft.planned < 0:
        raise BadInput(f"{euros(draft.planned)} n'est pas un montant : écrivez un nombre positif.")
    if draft.fund is not None and draft.fund.partnership_id != row.request.partnership_id:
        raise BadInput(f"« {draft.fund.name} » n'est pas un fonds de ce partenariat.")
    for name, value in asdict(draft).items():
        setattr(row, name, getattr(value, "value", value))
    row.label, row.fund = label, draft.fund if draft.side is Side.INCOME else None
    row.nature = draft.nature.value if draft.nature and draft.side is Side.EXPENSE else ""


def _touch(row: GrantRequest) -> None:
    row.revision += 1
    row.save(update_fields=["revision"])


def _told(row: PlanLine) -> dict[str, object]:
    return {"ligne": row.pk, "compte": row.account, "prévu": str(row.planned)}
