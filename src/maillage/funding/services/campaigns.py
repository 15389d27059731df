"""Campaigns of control: opened, their list published with its seed, drawn; bodies added on a report."""

import secrets
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from maillage.audit import history, journal
from maillage.funding.models import Campaign, Control, DrawBase, DrawUnit, Fund
from maillage.funding.rules import draw as rules
from maillage.funding.selectors import campaigns as selectors
from maillage.funding.services import gate
from maillage.funding.vocabulary.controls import Basis, ControlPhase, Entry, StratifyBy
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor, BadInput
from maillage.ui.typography import exact

FIELDS = (
    "title", "year", "fund", "rate", "strata", "basis", "documents_days", "clear_days", "adversarial_days",
    "restitution_days", "asked_documents", "contact",
)  # fmt: skip
FROZEN = ("year", "fund", "rate", "strata")  # what the published list rests on
DAYS = {
    "documents_days": "les pièces", "clear_days": "la phase amiable",
    "adversarial_days": "la phase contradictoire", "restitution_days": "le reversement",
}  # fmt: skip
DEFAULT_DOCUMENTS = (
    "Compte rendu financier\nFactures et bulletins de paie de l'action\nExtrait du grand livre"
)


@dataclass(frozen=True)
class CampaignDraft:
    """What a campaign says of itself before its list is published."""

    title: str
    year: int
    fund: Fund | None = None
    rate: Decimal = Decimal("20.00")
    strata: StratifyBy = StratifyBy.NOTHING
    basis: Basis = Basis.DOCUMENTS
    days: dict[str, int] = field(default_factory=dict)
    asked_documents: str = DEFAULT_DOCUMENTS
    contact: str = ""


def open_campaign(
    *, actor: Actor, partnership: Partnership, draft: CampaignDraft, nonce: UUID | None = None
) -> Campaign:
    """Open a campaign. Sent twice: one. Raises BadInput: no title, a rate or a delay that means nothing."""
    gate.check_controls(actor, partnership, "campagne de contrôle ouverte")
    _check(partnership, draft)
    with transaction.atomic():
        if (row := gate.already(Campaign, nonce)) is not None:
            return row
        row = Campaign(partnership=partnership)
        if nonce is not None:
            row.nonce = nonce
        _fill(row, draft)
        row.save(force_insert=True)
        _log(actor, row, "campagne de contrôle ouverte", {"année": row.year, "taux": str(row.rate)})
    return row


def _check(partnership: Partnership, draft: CampaignDraft) -> None:
    if not draft.title.strip():
        raise BadInput("Donnez un titre à la campagne : les courriers le citent.")
    if not 0 < draft.rate <= 100:
        raise BadInput(
            f"Un taux de {exact(draft.rate)} % ne désigne personne : écrivez un taux de 0,01 à 100 %."
        )
    if draft.rate != draft.rate.quantize(Decimal("0.01")):
        raise BadInput(f"Le taux {exact(draft.rate)} % compte plus de deux décimales : arrondissez-le.")
    if draft.fund is not None and draft.fund.partnership_id != partnership.pk:
        raise BadInput(f"Le fonds « {draft.fund} » n'est pas de ce partenariat.")
    if not draft.asked_documents.strip():
        raise BadInput("Écrivez au moins une pièce à demander : l'organisme doit savoir quoi envoyer.")
    for name, value in draft.days.items():
        if not 1 <= value <= 365:
            raise BadInput(f"Délai pour {DAYS[name]} : {value} jours. Donnez de 1 à 365 jours.")


def _fill(row: Campaign, draft: CampaignDraft) -> None:
    row.title, row.year, row.fund, row.rate = draft.title.strip()[:200], draft.year, draft.fund, draft.rate
    row.strata, row.basis = draft.strata.value, draft.basis.value
    row.asked_documents, row.contact = draft.asked_documents.strip(), draft.contact.strip()[:200]
    for name, value in draft.days.items():
        setattr(row, name, value)


def edit_campaign(*, actor: Actor, campaign: Campaign, seen: int, draft: CampaignDraft) -> Campaign:
    """Correct a campaign. Raises Conflict, and BadInput when the published list rests on what changes."""
    gate.check_controls(actor, campaign.partnership, "campagne de contrôle modifiée")
    _check(campaign.partnership, draft)
    with transaction.atomic():
        row = history.lock(campaign, seen=seen)
        before = {name: getattr(row, name) for name in FROZEN}
        _fill(row, draft)
        changed = [name for name in FROZEN if getattr(row, name) != before[name]]
        if changed and selectors.live_base(campaign=row) is not None:
            names = ", ".join(f"« {Campaign._meta.get_field(name).verbose_name} »" for name in changed)  # type: ignore[union-attr]
            raise BadInput(
                f"La liste est publiée avec sa graine : {names} ne change plus."
                " Retirez d'abord la liste, avec le motif."
            )
        row.save(update_fields=[*FIELDS, "revision"])
        _log(actor, row, "campagne de contrôle modifiée", {"taux": str(row.rate)})
    return row


def withdraw_campaign(*, actor: Actor, campaign: Campaign, on: date) -> Campaign:
    """Set a campaign aside. Raises BadInput once a body was told of its control."""
    gate.check_controls(actor, campaign.partnership, "campagne de contrôle retirée")
    with transaction.atomic():
        row = Campaign.objects.select_for_update().get(pk=campaign.pk)
        _check_nobody_told(row, "Cette campagne ne se retire plus")
        return _set_aside(actor, row, on, "campagne de contrôle retirée")


def restore_campaign(*, actor: Actor, campaign: Campaign) -> Campaign:
    """Take up again a campaign set aside."""
    gate.check_controls(actor, campaign.partnership, "campagne de contrôle reprise")
    with transaction.atomic():
        row = Campaign.objects.select_for_update().get(pk=campaign.pk)
        return _set_aside(actor, row, None, "campagne de contrôle reprise")


def _set_aside(actor: Actor, row: Campaign, on: date | None, act: str) -> Campaign:
    row.withdrawn_on, row.revision = on, row.revision + 1
    row.save(update_fields=["withdrawn_on", "revision"])
    _log(actor, row, act, {})
    return row


def _check_nobody_told(campaign: Campaign, start: str) -> None:
    told = campaign.controls.filter(withdrawn_on__isnull=True).exclude(phase=ControlPhase.DRAWN.value).count()
    if told:
        raise BadInput(f"{start} : {told} contrôle(s) ont commencé. Annulez d'abord leurs étapes, une à une.")


def publish_base(
    *, actor: Actor, campaign: Campaign, on: date, seed: str = "", seed_origin: str = "",
    nonce: UUID | None = None,
) -> DrawBase:  # fmt: skip
    """Freeze the list of funded bodies with the seed, before any draw. Without a seed typed, one is made.

    Sent twice: one. Raises BadInput: nobody funded, a list already published, a typed seed without origin.
    """
    gate.check_controls(actor, campaign.partnership, "liste de tirage publiée")
    seed = rules.plain(seed)
    if seed and not seed_origin.strip():
        raise BadInput(
            "Dites d'où vient cette graine : un lecteur doit pouvoir vérifier qu'elle n'a pas été choisie."
        )
    if len(seed) > 64:
        raise BadInput(f"La graine compte {len(seed)} signes : 64 au plus.")
    with transaction.atomic():
        row = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if (made := gate.already(DrawBase, nonce)) is not None:
            return made
        _check_open(row)
        if selectors.live_base(campaign=row) is not None:
            raise BadInput("Une liste est déjà publiée : retirez-la d'abord, avec le motif.")
        bodies = selectors.population(campaign=row)
        if not bodies:
            raise BadInput(
                f"Aucune subvention accordée en {row.year} n'entre dans cette campagne :"
                " inscrivez les décisions, ou changez l'année ou le fonds."
            )
        base = _freeze(row, bodies, on, seed, seed_origin.strip()[:200], nonce)
        detail = {"graine": base.seed, "empreinte": base.digest, "organismes": len(bodies)}
        _log(actor, row, "liste de tirage publiée", detail)
    return base


def _freeze(
    row: Campaign, bodies: list[selectors.Body], on: date, seed: str, origin: str, nonce: UUID | None
) -> DrawBase:
    base = DrawBase(
        campaign=row, number=row.bases.count() + 1, published_on=on, seed=seed or secrets.token_hex(16),
        seed_origin=origin or "produite par la machine au moment de la publication", rate=row.rate,
        strata=row.strata, method=rules.METHOD, digest=rules.list_digest([body.unit for body in bodies]),
    )  # fmt: skip
    if nonce is not None:
        base.nonce = nonce
    base.save(force_insert=True)
    DrawUnit.objects.bulk_create(
        DrawUnit(base=base, institution=body.institution, key=body.unit.key, stratum=body.unit.stratum,
                 grants=body.grants, amount=body.amount)
        for body in bodies
    )  # fmt: skip
    return base


def _check_open(campaign: Campaign) -> None:
    if campaign.withdrawn_on is not None:
        raise BadInput("Cette campagne est retirée : reprenez-la d'abord.")


def withdraw_base(*, actor: Actor, campaign: Campaign, reason: str, on: date) -> DrawBase:
    """Take the list and its draw back, for a public reason. Raises BadInput once a body is told."""
    gate.check_controls(actor, campaign.partnership, "liste de tirage retirée")
    if not reason.strip():
        raise BadInput("Dites pourquoi la liste est retirée : le motif reste public, avec la graine.")
    with transaction.atomic():
        row = Campaign.objects.select_for_update().get(pk=campaign.pk)
        base = selectors.live_base(campaign=row)
        if base is None:
            raise BadInput("Aucune liste n'est publiée : il n'y a rien à retirer.")
        _check_nobody_told(row, "La liste ne se retire plus")
        base.withdrawn_on, base.withdrawn_reason = on, reason.strip()[:300]
        base.save(update_fields=["withdrawn_on", "withdrawn_reason"])
        for control in base.controls.filter(withdrawn_on__isnull=True):
            _leave(control, on)
        _log(actor, row, "liste de tirage retirée", {"graine": base.seed, "motif": base.withdrawn_reason})
    return base


def draw(*, actor: Actor, campaign: Campaign, on: date) -> DrawBase:
    """Draw the sample from the published list: the list and the seed decide alone. Done twice: the same.

    Raises BadInput when no list is published, or before the day of its publication.
    """
    gate.check_controls(actor, campaign.partnership, "tirage")
    with transaction.atomic():
        row = Campaign.objects.select_for_update().get(pk=campaign.pk)
        _check_open(row)
        base = selectors.live_base(campaign=row)
        if base is None:
            raise BadInput("Publiez d'abord la liste et la graine : le tirage vient après.")
        if base.drawn_on is not None:
            return base
        if on < base.published_on:
            raise BadInput(f"Le {on:%d/%m/%Y} précède la publication, le {base.published_on:%d/%m/%Y}.")
        taken = _rank(base)
        base.drawn_on = on
        base.save(update_fields=["drawn_on"])
        kept = _enter(row, base, taken, on)
        _log(actor, row, "tirage", {"graine": base.seed, "organismes tirés": len(taken), "nouveaux": kept})
    return base


def _rank(base: DrawBase) -> list[DrawUnit]:
    rows = {row.key: row for row in base.units.select_related("institution")}
    ranked = rules.draw([rules.Unit(row.stratum, row.key) for row in rows.values()], base.rate, base.seed)
    for one in ranked:
        row = rows[one.unit.key]
        row.digest, row.rank, row.taken = one.digest, one.rank, one.taken
    DrawUnit.objects.bulk_update(rows.values(), ["digest", "rank", "taken"], batch_size=200)
    return [rows[one.unit.key] for one in ranked if one.taken]


def _leave(control: Control, on: date) -> None:
    """A drawn body goes out with its list; one that had been reported before stays on that report."""
    if control.reason:
        control.entry, control.base = Entry.REPORTED.value, None
    else:
        control.withdrawn_on = on
    control.revision += 1
    control.save(update_fields=["entry", "base", "withdrawn_on", "revision"])


def _enter(campaign: Campaign, base: DrawBase, taken: list[DrawUnit], on: date) -> int:
    """A control for each drawn body; one already there on a report keeps its file, and is of the sample."""
    known = {row.institution_id: row for row in campaign.controls.filter(withdrawn_on__isnull=True)}
    for unit in taken:
        row = known.get(unit.institution_id)
        if row is None:
            row = Control(campaign=campaign, institution=unit.institution, entered_on=on)
        row.entry, row.base = Entry.DRAWN.value, base
        row.save()
    return sum(unit.institution_id not in known for unit in taken)


def report_body(
    *, actor: Actor, campaign: Campaign, institution: Institution, reason: str, on: date,
    nonce: UUID | None = None,
) -> Control:  # fmt: skip
    """Add a body outside the sample, with the reason. Sent twice: one.

    Raises BadInput: no reason, not funded in this campaign, already controlled in it.
    """
    gate.check_controls(actor, campaign.partnership, "organisme signalé")
    gate.check_here(campaign.partnership, institution)
    if not reason.strip():
        raise BadInput("Dites pourquoi cet organisme est contrôlé hors tirage : le motif reste inscrit.")
    with transaction.atomic():
        row = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if (made := gate.already(Control, nonce)) is not None:
            return made
        _check_open(row)
        if not selectors.grants(campaign=row, institution=institution).exists():
            raise BadInput(f"{institution} n'a aucune subvention accordée dans cette campagne ({row.year}).")
        if row.controls.filter(institution=institution, withdrawn_on__isnull=True).exists():
            raise BadInput(f"{institution} est déjà dans cette campagne.")
        made = Control(
            campaign=row, institution=institution, entry=Entry.REPORTED.value, reason=reason.strip(),
            entered_on=on,
        )  # fmt: skip
        if nonce is not None:
            made.nonce = nonce
        made.save(force_insert=True)
        _log(actor, row, "organisme signalé", {"institution": institution.pk})
    return made


def withdraw_report(*, actor: Actor, control: Control, on: date) -> Control:
    """Take a reported body out. Raises BadInput for a drawn one, or once it was told."""
    return _report(actor, control, on, "signalement retiré")


def restore_report(*, actor: Actor, control: Control) -> Control:
    """Put a reported body back. Raises BadInput when the body came into the campaign meanwhile."""
    return _report(actor, control, None, "signalement rétabli")


def _report(actor: Actor, control: Control, on: date | None, act: str) -> Control:
    gate.check_controls(actor, control.campaign.partnership, act)
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().get(pk=control.campaign_id)
        row = Control.objects.select_for_update().get(pk=control.pk)
        if row.entry != Entry.REPORTED.value:
            raise BadInput(
                "Cet organisme est tiré au sort : il ne se retire pas. Dispensez-le, avec le motif."
            )
        if row.phase != ControlPhase.DRAWN.value:
            raise BadInput("Ce contrôle a commencé : annulez d'abord ses étapes.")
        there = campaign.controls.filter(institution=row.institution_id, withdrawn_on__isnull=True)
        if on is None and there.exclude(pk=row.pk).exists():
            raise BadInput(
                "Cet organisme est entré autrement dans la campagne : le signalement ne sert plus."
            )
        row.withdrawn_on, row.revision = on, row.revision + 1
        row.save(update_fields=["withdrawn_on", "revision"])
        _log(actor, campaign, act, {"contrôle": row.pk})
    return row


def _log(actor: Actor, row: Campaign, act: str, detail: dict[str, object]) -> None:
    journal.append(
        actor=actor, act=act, subject=f"campagne:{row.pk}", partnership=row.partnership.key, detail=detail
    )
