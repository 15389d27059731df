"""What is typed beside grants: one commune's effort, a body linked to the authority; withdrawn, put back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.contracts.rules.around import span_faults
from maillage.contracts.services import gate
from maillage.contracts.services.around import rows
from maillage.funding.models import Effort, LinkedBody, NeedComponent
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor, BadInput
from maillage.territory import selectors as territory

Beside = Effort | NeedComponent | LinkedBody
NAMES = {Effort: "effort propre", NeedComponent: "composante du besoin", LinkedBody: "organisme lié"}


@dataclass(frozen=True)
class EffortDraft:
    """One commune and year, as typed; amounts in euros, None where it is not known."""

    place: str
    year: int
    spend: Decimal | None
    potential: Decimal | None
    population: int
    source: str


def add_effort(
    *, actor: Actor, partnership: Partnership, draft: EffortDraft, nonce: UUID | None = None
) -> Effort:
    """Note what a commune spent itself (domain, M13). Raises Refused, or BadInput: unknown, or written."""
    act = "effort propre noté"
    gate.check_runs(actor, partnership, act)
    with transaction.atomic():
        Partnership.objects.select_for_update().get(pk=partnership.pk)
        if (made := gate.already(Effort, nonce)) is not None:
            return made
        row = Effort(partnership=partnership, **_checked(draft))
        _check_free(row)
        return rows.add(row, actor=actor, partnership=partnership, act=act, nonce=nonce)


def edit_effort(*, actor: Actor, effort: Effort, seen: int, draft: EffortDraft) -> Effort:
    """Correct an effort. Raises Refused, BadInput, or Conflict when it moved since `seen`."""
    act = "effort propre modifié"
    gate.check_runs(actor, effort.partnership, act)
    values = _checked(draft)
    _check_free(Effort(pk=effort.pk, partnership=effort.partnership, **values))
    return rows.edit(
        effort, actor=actor, partnership=effort.partnership, act=act, seen=seen, values=values
    )  # fmt: skip


def _checked(draft: EffortDraft) -> dict[str, Any]:
    code = draft.place.strip().upper().zfill(5)
    faults = []
    if code not in territory.commune_codes():
        faults.append(f"Le code commune « {draft.place} » n'existe pas : écrivez cinq signes, comme 44143.")
    if draft.spend is None and draft.potential is None:
        faults.append("Écrivez la dépense, le potentiel fiscal, ou les deux.")
    if draft.population < 1:
        faults.append("Écrivez combien d'habitants compte la commune cette année-là.")
    if not draft.source.strip():
        faults.append("Dites d'où viennent ces montants : compte administratif, OFGL, délibération.")
    rows.check(faults)
    return {
        "place": code, "year": draft.year, "spend": draft.spend, "potential": draft.potential,
        "population": draft.population, "source": draft.source.strip()[:200],
    }  # fmt: skip


def _check_free(row: Effort) -> None:
    others = Effort.objects.filter(
        partnership=row.partnership, place=row.place, year=row.year, withdrawn_on__isnull=True
    ).exclude(pk=row.pk)
    if others.exists():
        raise BadInput(
            f"L'effort de {row.place} en {row.year} est déjà noté : modifiez-le, ou retirez-le d'abord."
        )


@dataclass(frozen=True)
class LinkDraft:
    """A link as it is declared."""

    institution: Institution
    words: str
    since: date
    until: date | None = None


def declare_link(
    *, actor: Actor, partnership: Partnership, draft: LinkDraft, nonce: UUID | None = None
) -> LinkedBody:
    """Declare a body linked to the authority that chairs (domain, M14). Raises Refused, or BadInput."""
    act = "organisme lié déclaré"
    gate.check_runs(actor, partnership, act)
    _check_link(partnership, draft)
    row = LinkedBody(partnership=partnership, institution=draft.institution, **_link(draft))
    return rows.add(row, actor=actor, partnership=partnership, act=act, nonce=nonce)


def edit_link(*, actor: Actor, link: LinkedBody, seen: int, draft: LinkDraft) -> LinkedBody:
    """Change a declared link. Raises Refused, BadInput, or Conflict when it moved since `seen`."""
    act = "organisme lié modifié"
    gate.check_runs(actor, link.partnership, act)
    _check_link(link.partnership, draft)
    values = {"institution": draft.institution, **_link(draft)}
    return rows.edit(link, actor=actor, partnership=link.partnership, act=act, seen=seen, values=values)


def _link(draft: LinkDraft) -> dict[str, Any]:
    return {"words": draft.words.strip()[:300], "since": draft.since, "until": draft.until}


def _check_link(partnership: Partnership, draft: LinkDraft) -> None:
    gate.check_here(partnership, draft.institution)
    faults = [] if draft.words.strip() else ["Dites quel est le lien : présidence, financement, adhésion."]
    rows.check([*faults, *span_faults(draft.since, draft.until)])


def withdraw(*, actor: Actor, row: Beside, seen: int, on: date) -> Beside:
    """Withdraw an effort, a component or a link; it counts no more. Raises Refused, or Conflict."""
    return _mark(actor, row, f"{NAMES[type(row)]} : retrait", seen, on)


def put_back(*, actor: Actor, row: Beside, seen: int) -> Beside:
    """Put it back. Raises BadInput when another one stands in its place, or Conflict."""
    if isinstance(row, Effort):
        _check_free(row)
    if isinstance(row, NeedComponent):
        _check_name(row)
    return _mark(actor, row, f"{NAMES[type(row)]} : remise", seen, None)


def _check_name(row: NeedComponent) -> None:
    others = NeedComponent.objects.filter(
        partnership=row.partnership, name=row.name, withdrawn_on__isnull=True
    ).exclude(pk=row.pk)
    if others.exists():
        raise BadInput(f"Une composante « {row.name} » est déjà là : retirez-la d'abord.")


def _mark(actor: Actor, row: Beside, act: str, seen: int, on: date | None) -> Beside:
    gate.check_runs(actor, row.partnership, act)
    return rows.mark(row, actor=actor, partnership=row.partnership, act=act, seen=seen, on=on)
