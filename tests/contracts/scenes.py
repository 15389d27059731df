"""An invented contract ready for signature: four houses, two sheets, one objective; nobody here exists."""

import datetime
from types import SimpleNamespace

from maillage.contracts.models import (
    IndicatorDue,
    Milestone,
    Opinion,
    Review,
    SheetIndicator,
    Signatory,
    Signature,
    Version,
    Word,
    WordAgreement,
)
from maillage.contracts.selectors import text as texts
from maillage.contracts.services import round as rounds
from maillage.contracts.services import signatories, signing
from maillage.contracts.vocabulary import IndicatorKind
from maillage.contracts.vocabulary.life import Capacity, SignatureMode
from maillage.institutions.vocabulary import InstitutionKind
from maillage.kernel import Actor, Role
from tests.contracts import factories as made
from tests.factories import MembershipFactory, PartnershipFactory
from tests.institutions.factories import InstitutionFactory, PersonFactory, PositionFactory

DAY = datetime.date(2026, 3, 2)
AFTER = datetime.date(2026, 3, 20)
KINDS = {
    "town": InstitutionKind.TOWN, "prefecture": InstitutionKind.PREFECTURE, "school": InstitutionKind.SCHOOL,
    "transport": InstitutionKind.TRANSPORT,
}  # fmt: skip


def coordinator(here):
    user = MembershipFactory(partnership=here).user
    return Actor(user.pk, user.name, frozenset({Role.COORDINATOR}))


def speaker(here, institution, role=Role.PARTNER):
    """Who represents one institution."""
    user = MembershipFactory(partnership=here, role=role.value, institution=institution).user
    return Actor(user.pk, user.name, frozenset({role}), frozenset({institution.pk}))


def contract(**more):
    """Everything that a signature needs, and the signatories: the mayor, the prefect."""
    here = PartnershipFactory()
    who = {
        name: InstitutionFactory(
            partnership=here, name=f"{name.capitalize()} Essai (fictif)", kind=kind.value
        )
        for name, kind in KINDS.items()
    }
    for row in who.values():
        PositionFactory(
            institution=row, person=PersonFactory(partnership=here), start=datetime.date(2020, 1, 1)
        )
    row = made.ContractFactory(partnership=here, **more)
    aim = made.ObjectiveFactory(
        priority=made.PriorityFactory(axis=made.AxisFactory(contract=row, number=1), number=1), number=1
    )
    sheets = [_sheet(row, who, number) for number in (1, 2)]
    sheets[0].objectives.add(aim)
    Word.objects.create(contract=row, number=1, word="médiation", meaning="une présence, sans contrainte")
    actor = coordinator(here)
    for rank, (name, capacity) in enumerate(
        (("town", Capacity.MAYOR), ("prefecture", Capacity.PREFECT)), start=1
    ):
        signatories.add_signatory(
            actor=actor, contract=row, institution=who[name], capacity=capacity, rank=rank, nonce=None
        )
    return SimpleNamespace(here=here, who=who, contract=row, actor=actor, aim=aim, sheets=sheets)


def _sheet(contract, who, number):
    row = made.SheetFactory(
        contract=contract, number=number, title=f"Présence du soir {number}", pilot=who["transport"],
        content="Deux médiateurs tiennent l'arrêt.", public="élèves du collège", territory="arrêt Balinière",
        start=datetime.date(2026, 9, 1), end=datetime.date(2028, 6, 30), human_means="deux médiateurs",
    )  # fmt: skip
    for name in ("transport", "school"):
        partner = made.PartnerFactory(sheet=row, institution=who[name])
        made.PledgeFactory(partner=partner, confirmed_on=DAY if name == "school" else None)
    made.CostFactory(sheet=row)
    made.CostFactory(sheet=row, year=2027, amount="3100.50")
    made.IndicatorFactory(sheet=row)
    SheetIndicator.objects.create(sheet=row, kind=IndicatorKind.FOLLOW_UP.value, name="soirées tenues")
    return row


def numbered(here, institution, pk):
    """One row of each kind of a contract's life, all under the same number: a text out for signature."""
    row = made.ContractFactory(pk=pk, partnership=here)
    sheet = made.SheetFactory(pk=pk, contract=row, number=pk, pilot=institution)
    _text(row, sheet, institution, pk)
    measure = made.IndicatorFactory(pk=pk, sheet=sheet)
    IndicatorDue.objects.create(pk=pk, indicator=measure, due_on=DAY)
    Review.objects.create(pk=pk, sheet=sheet, planned_on=DAY)
    Opinion.objects.create(pk=pk, contract=row, sheet=sheet, institution=institution, asked_on=DAY)
    Signatory.objects.create(pk=pk, contract=row, institution=institution, capacity=Capacity.MAYOR.value)
    body, digest = texts.frozen(row)
    version = Version.objects.create(
        pk=pk, contract=row, number=pk, made_on=DAY, state="open", body=body, digest=digest
    )
    Signature.objects.create(
        pk=pk, version=version, institution=institution, capacity=Capacity.MAYOR.value, signer="le maire",
        on=DAY, mode=SignatureMode.SCANNED.value, scan=b"%PDF-1.7 essai", withdrawn_on=DAY,
    )  # fmt: skip
    row.state = "signing"
    row.save()
    return row


def _text(contract, sheet, institution, pk):
    """The lines of the text: tree, pledge, cost, step, word."""
    axis = made.AxisFactory(pk=pk, contract=contract)
    sheet.objectives.add(made.ObjectiveFactory(pk=pk, priority=made.PriorityFactory(pk=pk, axis=axis)))
    made.PledgeFactory(pk=pk, partner=made.PartnerFactory(pk=pk, sheet=sheet, institution=institution))
    made.CostFactory(pk=pk, sheet=sheet)
    Milestone.objects.create(pk=pk, sheet=sheet, title="Étape", start=contract.start)
    word = Word.objects.create(pk=pk, contract=contract, number=1, word="Mot", meaning="Sens")
    WordAgreement.objects.create(pk=pk, word=word, institution=institution, on=contract.start, meaning="Sens")


def opened(scene, **change):
    """The text put to signature."""
    data = {"reason": "", "on": DAY, "nonce": None} | change
    return rounds.put_to_signature(actor=scene.actor, contract=scene.contract, **data)


def sign(scene, version, name, actor=None, **change):
    """One signature, seen on the original unless said otherwise."""
    draft = signing.Signing(**({"signer": "le titulaire", "on": AFTER, "mode": SignatureMode.PAPER} | change))
    return signing.sign(
        actor=actor or scene.actor, version=version, institution=scene.who[name], draft=draft, today=AFTER,
        nonce=None,
    )  # fmt: skip


def signed(scene):
    """The text signed of all."""
    version = opened(scene)
    for name in ("town", "prefecture"):
        sign(scene, version, name)
    return Version.objects.get(pk=version.pk)
