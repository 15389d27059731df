"""A campaign of control over invented bodies, taken as far as a test needs; nobody here exists."""

import datetime
from decimal import Decimal

from maillage.funding.models import Control, Payment
from maillage.funding.services import campaigns, controls, faults
from maillage.funding.services.campaigns import CampaignDraft
from maillage.funding.services.controls import StepDraft
from maillage.funding.services.faults import FaultDraft
from maillage.funding.vocabulary.controls import Motive, StepKind
from tests.factories import PartnershipFactory
from tests.funding.factories import DecisionFactory, FundFactory, RequestFactory
from tests.institutions.factories import InstitutionFactory, coordinator

DAY = datetime.date(2027, 1, 11)
SEED = "graine d'essai 2027"
EURO = Decimal("1.00")


def later(days: int) -> datetime.date:
    return DAY + datetime.timedelta(days=days)


class Scene:
    """A partnership, its coordinator, funded bodies and a campaign."""

    def __init__(self, bodies: int = 5, *, paid: Decimal = Decimal("8000.00"), **draft):
        self.here = PartnershipFactory()
        self.actor = coordinator(self.here)
        self.fund = FundFactory(partnership=self.here)
        self.grants = [self.fund_body(n, paid) for n in range(bodies)]
        self.campaign = campaigns.open_campaign(
            actor=self.actor, partnership=self.here,
            draft=CampaignDraft("Contrôle des subventions 2026", 2026, **draft),
        )  # fmt: skip

    def fund_body(self, n: int, paid: Decimal = Decimal("8000.00"), **more):
        """One more funded body, with what was paid to it."""
        who = InstitutionFactory(
            partnership=self.here, name=f"Écoute du quartier {n:02d} (fictive)", siret=f"{n:014d}"
        )
        request = RequestFactory(
            partnership=self.here, fund=self.fund, applicant=who, state="granted", number=100 + n, **more
        )
        decision = DecisionFactory(request=request)
        if paid:
            Payment.objects.create(
                decision=decision, due_on=datetime.date(2026, 4, 1), amount=paid,
                paid_on=datetime.date(2026, 4, 2),
            )  # fmt: skip
        return decision

    def publish(self, seed=SEED, **more):
        return campaigns.publish_base(
            actor=self.actor, campaign=self.campaign, on=DAY, seed=seed,
            seed_origin="numéro du journal du jour" if seed else "", **more,
        )  # fmt: skip

    def draw(self):
        self.publish()
        campaigns.draw(actor=self.actor, campaign=self.campaign, on=DAY)
        return self.control

    @property
    def control(self) -> Control:
        """The control of the first drawn body, as it stands."""
        rows = Control.objects.filter(campaign=self.campaign, withdrawn_on__isnull=True)
        return rows.select_related("campaign__partnership", "institution").order_by("id").first()

    @property
    def grant(self):
        """The grant of the controlled body."""
        return next(row for row in self.grants if row.request.applicant_id == self.control.institution_id)

    def step(self, kind: StepKind, days: int, words: str = "", **more):
        row = self.control
        return controls.take_step(
            actor=self.actor, control=row, kind=kind, seen=row.revision, on=later(days),
            draft=StepDraft(words=words, **more),
        )  # fmt: skip

    def answer(self, days: int, words: str = "Voici nos pièces.", actor=None, **more):
        row = self.control
        return controls.answer(
            actor=actor or self.actor, control=row, seen=row.revision, on=later(days),
            draft=StepDraft(words=words, **more),
        )  # fmt: skip

    def fault(self, amount="1200.50", motive=Motive.UNJUSTIFIED, days=40):
        return faults.write_fault(
            actor=self.actor, control=self.control, on=later(days),
            draft=FaultDraft(self.grant, motive, Decimal(amount), "Trois factures manquent."),
        )  # fmt: skip

    def conclude(self, kept, days=130, **more):
        row = self.control
        return controls.conclude(
            actor=self.actor, control=row, seen=row.revision, on=later(days),
            kept={pk: Decimal(amount) for pk, amount in kept.items()},
            draft=StepDraft(words="La réponse justifie une partie.", **more),
        )  # fmt: skip

    def order(self, days=131):
        row = self.control
        return controls.order_restitution(actor=self.actor, control=row, seen=row.revision, on=later(days))

    def undo(self, days=200, actor=None):
        row = self.control
        return controls.undo_step(actor=actor or self.actor, control=row, seen=row.revision, on=later(days))

    def adversarial(self, amount="1200.50"):
        """As far as an opened adversarial phase."""
        self.draw()
        self.step(StepKind.ANNOUNCE, 1)
        self.answer(20)
        self.step(StepKind.CLEAR, 30, "Il manque trois factures.")
        self.step(StepKind.REMIND, 61)
        fault = self.fault(amount)
        self.step(StepKind.OPEN, 92, "Trois factures manquent après relance.")
        return fault

    def restitution(self, amount="1200.50"):
        """As far as a restitution ordered; gives the recovery."""
        fault = self.adversarial(amount)
        self.answer(100, "Nous n'avons pas retrouvé les factures.")
        self.conclude({fault.pk: amount})
        self.order()
        return self.grant.recoveries.get(withdrawn_on__isnull=True)
