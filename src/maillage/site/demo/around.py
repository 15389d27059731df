"""Beside the grants of the demo: a control campaign, agreements, the plan of the département, own effort."""

from datetime import date
from decimal import Decimal

from maillage.contracts.services.around import acts, agreements, plans
from maillage.contracts.vocabulary.around import ActKind, AgreementKind, PlanKind, PlanOrigin
from maillage.funding.models import Campaign, Control
from maillage.funding.services import campaigns, controls, faults
from maillage.funding.services.spread import beside, sheets
from maillage.funding.vocabulary import FundKind
from maillage.funding.vocabulary.controls import Motive, StepKind
from maillage.site.demo.money import Purse
from maillage.site.demo.money_words import (
    AGREEMENTS,
    EFFORTS,
    FAULT,
    PLAN_PRIORITIES,
    PLAN_REVIEW,
    REPORTED,
)

QUESTIONED = "Théâtre-forum sur le harcèlement"


def write(*, purse: Purse) -> None:
    """A campaign on the grants of last year, then what stands around the contract and the money."""
    campaign = _campaign(purse)
    school = purse.cast.institutions["school"]
    others = list(campaign.controls.exclude(institution=school).order_by("id"))
    if others:
        _conform(purse, others[0])
    _question(purse, _of_school(purse, campaign))
    _agreements(purse)
    _acts(purse)
    _plan(purse)
    _effort(purse)


def _campaign(purse: Purse) -> Campaign:
    draft = campaigns.CampaignDraft(
        f"Contrôle des subventions {purse.last} (fictif)", purse.last, purse.funds[FundKind.FIPD],
        Decimal("40.00"), contact="Coordination du CLSPD",
    )  # fmt: skip
    row = campaigns.open_campaign(actor=purse.actor, partnership=purse.cast.here, draft=draft)
    campaigns.publish_base(
        actor=purse.actor,
        campaign=row,
        on=purse.back(150),
        seed="4 11 19 23 37",
        seed_origin="numéros tirés en séance du conseil, devant ses membres (fictif)",
    )
    campaigns.draw(actor=purse.actor, campaign=row, on=purse.back(148))
    return row


def _of_school(purse: Purse, campaign: Campaign) -> Control:
    """The control of the school: drawn, or entered on a report."""
    school = purse.cast.institutions["school"]
    drawn = campaign.controls.filter(institution=school).first()
    return drawn or campaigns.report_body(
        actor=purse.actor, campaign=campaign, institution=school, reason=REPORTED, on=purse.back(145)
    )


def _step(purse: Purse, row: Control, kind: StepKind, days: int, words: str = "") -> None:
    row.refresh_from_db()
    controls.take_step(actor=purse.actor, control=row, kind=kind, seen=row.revision, on=purse.back(days),
                       draft=controls.StepDraft(words=words))  # fmt: skip


def _answer(purse: Purse, row: Control, days: int, words: str, documents: str = "") -> None:
    row.refresh_from_db()
    controls.answer(actor=purse.actor, control=row, seen=row.revision, on=purse.back(days),
                    draft=controls.StepDraft(words=words, documents=documents))  # fmt: skip


def _conform(purse: Purse, row: Control) -> None:
    _step(purse, row, StepKind.ANNOUNCE, 140)
    _answer(purse, row, 120, "Les pièces demandées.", "Compte rendu financier\nFactures\nGrand livre")
    _step(purse, row, StepKind.CONFORM, 100, "Les dépenses sont justifiées.")


def _question(purse: Purse, row: Control) -> None:
    """Up to the adversarial phase: the body has still some days to answer."""
    _step(purse, row, StepKind.ANNOUNCE, 140)
    _answer(purse, row, 118, "Les pièces demandées.", "Compte rendu financier\nFactures de la compagnie")
    _step(purse, row, StepKind.CLEAR, 100, "Où sont les factures de transport ?")
    _answer(purse, row, 80, "Nous n'en retrouvons que deux sur quatre.")
    draft = faults.FaultDraft(purse.granted[QUESTIONED], Motive.UNJUSTIFIED, Decimal("600.00"), FAULT)
    faults.write_fault(actor=purse.actor, control=row, draft=draft, on=purse.back(30))
    _step(purse, row, StepKind.OPEN, 24, "Une part du transport n'est pas justifiée.")


def _agreements(purse: Purse) -> None:
    for kind, title, parties, words, required, reference in AGREEMENTS:
        draft = agreements.AgreementDraft(
            AgreementKind(kind), title, tuple(purse.cast.institutions[who] for who in parties), words,
            purse.back(400), purse.back(-690), required, reference,
        )  # fmt: skip
        agreements.add_agreement(actor=purse.actor, partnership=purse.cast.here, draft=draft)


def _acts(purse: Purse) -> None:
    who = purse.cast.institutions
    drafts = (
        acts.ActDraft(ActKind.PARENTAL, purse.back(75), who["department"], count=6),
        acts.ActDraft(ActKind.SAFEGUARD, purse.back(40), who["prefecture"], to=who["landlord"],
                      object="demande de sécuriser les caves d'une résidence (fictif)"),
    )  # fmt: skip
    for draft in drafts:
        acts.add_act(actor=purse.actor, partnership=purse.cast.here, draft=draft, today=purse.today)


def _plan(purse: Purse) -> None:
    draft = plans.PlanDraft(
        PlanKind.PLAN, "Plan départemental de prévention de la délinquance (fictif)", "44",
        date(purse.last, 1, 1), date(purse.last + 3, 12, 31), "arrêté préfectoral n° 12 (fictif)",
        date(purse.last, 1, 20),
    )  # fmt: skip
    plan = plans.add_plan(actor=purse.actor, partnership=purse.cast.here, draft=draft)
    for title, origin, council in PLAN_PRIORITIES:
        plans.add_priority(
            actor=purse.actor, plan=plan, title=title, origin=PlanOrigin(origin), council=council
        )
    plans.add_review(actor=purse.actor, plan=plan, year=purse.last, text=PLAN_REVIEW,
                     presented_on=date(purse.year, 3, 18), today=purse.today)  # fmt: skip


def _effort(purse: Purse) -> None:
    """The file of five communes, read and written as a typed one; then a body linked to the town."""
    header = "code_commune;annee;depense_prevention;potentiel_fiscal;population"
    lines = [f"{place};{purse.last};{spend};{levy};{people}" for place, spend, levy, people in EFFORTS]
    sheets.write_sheet(
        actor=purse.actor, partnership=purse.cast.here, kind="effort", filename="effort-fictif.csv",
        content="\n".join([header, *lines, ""]).encode(), on=purse.today,
        source="comptes administratifs (chiffres fictifs)",
    )  # fmt: skip
    beside.declare_link(actor=purse.actor, partnership=purse.cast.here, draft=beside.LinkDraft(
        purse.cast.institutions["social"], "Présidé par le maire, et financé par la Ville (fictif).",
        date(2024, 1, 15),
    ))  # fmt: skip
