"""Funds of a partnership: proposed in one click, named, put away; their dated rules."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from maillage.audit import history, journal
from maillage.funding.models import Fund, FundRule
from maillage.funding.services import gate
from maillage.funding.vocabulary import FundKind
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor, BadInput
from maillage.ui.typography import euros, exact

PROPOSED = {
    FundKind.FIPD: "FIPD", FundKind.CITY_POLICY: "Politique de la ville", FundKind.MILDECA: "MILDECA",
    FundKind.CAF: "CAF", FundKind.REGION: "Région", FundKind.DEPARTMENT: "Département",
    FundKind.TOWN: "Commune ou intercommunalité", FundKind.LANDLORD: "Bailleur social",
}  # fmt: skip


@dataclass(frozen=True)
class FundDraft:
    """What is typed of a fund."""

    kind: FundKind
    name: str
    institution: Institution | None = None


@dataclass(frozen=True)
class RuleDraft:
    """What a fund asks from one day on, and who says so."""

    since: date
    reference: str
    until: date | None = None
    ceiling: Decimal | None = None
    floor: Decimal | None = None
    most: Decimal | None = None
    threshold: Decimal | None = None
    running: bool = True
    equipment: bool = True
    staff: bool = True
    checked: bool = False


def propose_funds(*, actor: Actor, partnership: Partnership) -> list[Fund]:
    """Add the eight kinds of fund of the field, those that are not there yet; their rules stay to be
    typed.
    """
    gate.check_runs(actor, partnership, "fonds proposés")
    with transaction.atomic():
        Partnership.objects.select_for_update().get(pk=partnership.pk)
        rows = Fund.objects.filter(partnership=partnership)
        known = {row.kind for row in rows} | {row.name for row in rows}
        made = [
            Fund.objects.create(partnership=partnership, kind=kind.value, name=name)
            for kind, name in PROPOSED.items()
            if kind.value not in known and name not in known
        ]
        if made:
            _log(actor, partnership, "fonds proposés", {"fonds": [row.name for row in made]})
    return made


def add_fund(*, actor: Actor, partnership: Partnership, draft: FundDraft, nonce: UUID | None = None) -> Fund:
    """Add a fund. Sent twice: one. Raises BadInput: no name, a name already there."""
    gate.check_runs(actor, partnership, "fonds ajouté")
    with transaction.atomic():
        if (row := gate.already(Fund, nonce)) is not None:
            return row
        row = Fund(partnership=partnership, **({"nonce": nonce} if nonce else {}))
        _fill(row, draft)
        row.save(force_insert=True)
        _log(actor, partnership, "fonds ajouté", {"fonds": row.name})
    return row


def edit_fund(*, actor: Actor, fund: Fund, seen: int, draft: FundDraft) -> Fund:
    """Name a fund otherwise. Raises BadInput on a name already there, Conflict when it changed."""
    gate.check_runs(actor, fund.partnership, "fonds modifié")
    with transaction.atomic():
        row = history.lock(fund, seen=seen)
        _fill(row, draft)
        row.save(update_fields=["kind", "name", "institution", "revision"])
        _log(actor, row.partnership, "fonds modifié", {"fonds": row.name})
    return row


def _fill(row: Fund, draft: FundDraft) -> None:
    name = " ".join(draft.name.split())[:200]
    if not name:
        raise BadInput("Donnez un nom au fonds : celui que ses pages lui donnent.")
    gate.check_here(row.partnership, draft.institution)
    if Fund.objects.filter(partnership=row.partnership, name=name).exclude(pk=row.pk).exists():
        raise BadInput(f"« {name} » est déjà un fonds de ce partenariat : choisissez un autre nom.")
    row.kind, row.name, row.institution = draft.kind.value, name, draft.institution


def put_away_fund(*, actor: Actor, fund: Fund, on: date, back: bool = False) -> Fund:
    """Put a fund away, or back: what was asked of it stays. A second time changes nothing."""
    gate.check_runs(actor, fund.partnership, "fonds rangé")
    with transaction.atomic():
        row = Fund.objects.select_for_update().get(pk=fund.pk)
        if (row.archived_on is None) is not back:
            row.archived_on, row.revision = (None if back else on), row.revision + 1
            row.save(update_fields=["archived_on", "revision"])
            _log(actor, row.partnership, "fonds remis" if back else "fonds rangé", {"fonds": row.name})
    return row


def add_rule(*, actor: Actor, fund: Fund, draft: RuleDraft, nonce: UUID | None = None) -> FundRule:
    """Write a rule from a day on; the one before it ends the day before. Sent twice: one.

    Raises BadInput: a rule of the same day, reversed dates, floor above the most, no source.
    """
    gate.check_runs(actor, fund.partnership, "règle de fonds ajoutée")
    with transaction.atomic():
        held = Fund.objects.select_for_update().get(pk=fund.pk)
        if (row := gate.already(FundRule, nonce)) is not None:
            return row
        row = FundRule(fund=held, **({"nonce": nonce} if nonce else {}))
        _set(row, draft)
        _end_before(held, draft.since)
        row.save(force_insert=True)
        _log(actor, held.partnership, "règle de fonds ajoutée", _told(row))
    return row


def edit_rule(*, actor: Actor, rule: FundRule, seen: int, draft: RuleDraft) -> FundRule:
    """Correct a rule; `seen`: the revision of its fund. Raises BadInput, Conflict when the fund changed."""
    gate.check_runs(actor, rule.fund.partnership, "règle de fonds corrigée")
    with transaction.atomic():
        held = history.lock(rule.fund, seen=seen)
        row = FundRule.objects.select_for_update().get(pk=rule.pk)
        _set(row, draft)
        row.save()
        held.save(update_fields=["revision"])
        _log(actor, held.partnership, "règle de fonds corrigée", _told(row))
    return row


def withdraw_rule(*, actor: Actor, rule: FundRule, on: date, back: bool = False) -> FundRule:
    """Withdraw a rule, or put it back. Raises BadInput when another rule took its day."""
    gate.check_runs(actor, rule.fund.partnership, "règle de fonds retirée")
    with transaction.atomic():
        Fund.objects.select_for_update().get(pk=rule.fund_id)
        row = FundRule.objects.select_for_update().get(pk=rule.pk)
        if (row.withdrawn_on is None) is not back:
            if back:
                _check_free(row, row.since)
            row.withdrawn_on = None if back else on
            row.save(update_fields=["withdrawn_on"])
            act = "règle de fonds remise" if back else "règle de fonds retirée"
            _log(actor, rule.fund.partnership, act, _told(row))
    return row


def _set(row: FundRule, draft: RuleDraft) -> None:
    if not draft.reference.strip():
        raise BadInput("Dites d'où vient cette règle : l'appel, la circulaire, la page du financeur.")
    if draft.until is not None and draft.until < draft.since:
        raise BadInput(f"La règle finit le {draft.until:%d/%m/%Y}, avant de commencer.")
    if draft.ceiling is not None and not 0 <= draft.ceiling <= 100:
        raise BadInput(f"Un plafond de {exact(draft.ceiling)} % n'existe pas : écrivez un nombre de 0 à 100.")
    if draft.floor is not None and draft.most is not None and draft.floor > draft.most:
        raise BadInput(f"Le minimum, {euros(draft.floor)}, dépasse le maximum, {euros(draft.most)}.")
    _check_free(row, draft.since)
    for name, value in asdict(draft).items():
        setattr(row, name, value)
    row.reference = draft.reference.strip()[:300]


def _check_free(row: FundRule, since: date) -> None:
    same = FundRule.objects.filter(fund=row.fund, since=since, withdrawn_on__isnull=True).exclude(pk=row.pk)
    if same.exists():
        raise BadInput(f"Ce fonds a déjà une règle depuis le {since:%d/%m/%Y} : corrigez-la.")


def _end_before(fund: Fund, since: date) -> None:
    """The rule that ran without end stops where the new one begins."""
    if since <= date.min:
        return
    FundRule.objects.filter(fund=fund, until__isnull=True, since__lt=since, withdrawn_on__isnull=True).update(
        until=since - timedelta(days=1)
    )


def _told(row: FundRule) -> dict[str, object]:
    return {"fonds": row.fund_id, "depuis": str(row.since), "source": row.reference}


def _log(actor: Actor, partnership: Partnership, act: str, detail: dict[str, object]) -> None:
    journal.append(actor=actor, act=act, subject=partnership.key, partnership=partnership.key, detail=detail)
