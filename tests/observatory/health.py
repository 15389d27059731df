"""A snapshot written by hand with every status, the indicators that it needs, and people who read it."""

import datetime
import json
from types import SimpleNamespace

from maillage.kernel import Actor, Role
from maillage.observatory.models import HealthSnapshot, Remark, SelfAssessment
from maillage.observatory.vocabulary import (
    Comparator,
    Direction,
    Example,
    Family,
    Indicator,
    Kind,
    Unit,
)
from tests.factories import MembershipFactory, PartnershipFactory
from tests.institutions.factories import InstitutionFactory

DAY = datetime.date(2024, 6, 30)
NOTHING = Example(day="2024-06-30", rows={}, expect={})
PARTS = {
    "P1": (Family.PRESENCE, "Présence aux réunions convoquées", ("attendance", "meetings")),
    "P5": (Family.PRESENCE, "Présents sans contribution", ("attendance", "commitments")),
    "P6": (Family.PRESENCE, "Présences de première ligne", ("attendance",)),
    "C1": (Family.CONTENT, "Fiches à deux collèges ou plus", ("sheets", "commitments")),
    "C7": (Family.CONTENT, "Fiches nées d'une délibération commune", ("sheets", "decisions")),
    "C10": (Family.CONTENT, "Engagements tenus à temps", ("commitments",)),
    "D1": (Family.DECISION, "Décisions prises dans une instance", ("decisions",)),
    "I3": (Family.INFORMATION, "Demandes de données satisfaites", ("data_requests",)),
    "I8": (Family.INFORMATION, "Signalements suivis d'un retour", ("signals",)),
    "H3": (Family.PEOPLE, "Départs avec une passation", ("holders",)),
    "E2": (Family.EVALUATION, "Revues tenues", ("reviews",)),
}


def _card(key, family, name, kind=Kind.SHARE, unit=Unit.PERCENT, **more):
    words = {
        "formula": f"formule de {key}", "numerator": f"ce que {key} compte", "denominator": f"sur quoi {key}",
        "claim": f"thèse de {key}", "source": "Gautron 2010, II.2.B", "caution": f"réserve de {key}",
    }  # fmt: skip
    return Indicator(
        id=key, family=family, kind=kind, unit=unit, fr=name, en=f"English of {key}", example=NOTHING,
        compute=lambda view: view, good=more.pop("good", Direction.HIGH), **words, **more,
    )  # fmt: skip


def catalogue():
    """Indicators of every kind under their true ids; the tests of pages need no formula."""
    cards = [_card(key, *about[:2], frames=about[2]) for key, about in PARTS.items()]
    cards[3] = _card("C1", *PARTS["C1"][:2], frames=PARTS["C1"][2], comparator=Comparator.OURS, threshold=0.5,
                     reference="adopté le 9 février 2026")  # fmt: skip
    cards += [
        _card("R1m", Family.RHYTHM, "Plénières par an", Kind.COUNT, Unit.PER_YEAR, threshold=1.0,
              comparator=Comparator.LAW, frames=("meetings",)),
        _card("D2", Family.DECISION, "Désaccords écrits", Kind.SHARE, Unit.PERCENT, frames=("decisions",)),
        _card("I7", Family.INFORMATION, "Cas échangés", Kind.COUNT, Unit.COUNT, judged=False,
              comparator=Comparator.NONE, frames=("tallies",)),
        _card("M2", Family.MONEY, "Part de l'État", Kind.AMOUNT, frames=("costs",)),
        _card("E4", Family.EVALUATION, "Âge du diagnostic", Kind.VALUE, Unit.MONTHS, frames=("diagnoses",)),
        _card("H1", Family.PEOPLE, "Départs qui suffisent", Kind.VALUE, Unit.COUNT, frames=("sheets",)),
        _card("P2", Family.PRESENCE, "Grands absents", Kind.LIST, Unit.COUNT, frames=("attendance",)),
        _card("C12", Family.CONTENT, "Contrat sans coproduction", Kind.FLAG, Unit.COUNT),
    ]  # fmt: skip
    return {card.id: card for card in cards}


def figure(key, numerator=None, denominator=None, status="published", unknown=0, **more):
    """One figure as a snapshot keeps it; a part by default."""
    value = numerator / denominator if numerator is not None and denominator else None
    total = (denominator or 0) + unknown
    known = {
        "indicator": key, "start": "2023-07-01", "end": DAY.isoformat(), "status": status,
        "value": value, "low": max(0.0, value - 0.2) if value is not None else None,
        "high": min(1.0, value + 0.2) if value is not None else None, "numerator": numerator,
        "denominator": denominator, "unknown": unknown,
        "floor": numerator / total if numerator is not None and total else None,
        "ceiling": (numerator + unknown) / total if numerator is not None and total else None,
        "sisters": None,
    }  # fmt: skip
    if status != "published":
        known |= {"value": None, "low": None, "high": None}
    return known | more


def figures():
    """Every status: published, with unknowns, withheld, missing, zero, hidden."""
    rows = [
        figure("P1", 61, 94), figure("P5", 8, 13), figure("P6", 3, 4, "withheld"),
        figure("C1", 4, 12, unknown=3, sisters={"low": 0.4, "middle": 0.5, "high": 0.6, "n": 62}),
        figure("C7", 2, 12), figure("C10", 23, 31), figure("D1", 9, 16), figure("I3", 9, 14),
        figure("I8", None, None, "missing"), figure("H3", 2, 6), figure("E2", 0, 11), figure("D2", 3, 16),
        figure("R1m", 4, 3.0, value=1.33, low=0.36, high=3.4),
        figure("M2", 12000.0, 43000.0, low=None, high=None),
        figure("I7", 3, 1.0, value=3.0, low=0.6, high=8.8),
        figure("E4", None, 1, "withheld"), figure("H1", None, 12, value=2.0, low=None, high=None),
        figure("P2", 2, 14, value=2.0, low=None, high=None),
        figure("C12", 3, 5, value=3.0, low=None, high=None),
    ]  # fmt: skip
    return {row["indicator"]: row for row in rows}


def history(key, values):
    """The same day of each earlier year; None is a year that could not be read."""
    first = DAY.year - len(values)
    return [
        {"day": f"{first + rank}-06-30", "status": "missing" if value is None else "published",
         "value": value,
         "low": None if value is None else max(0, value - 0.15),
         "high": None if value is None else min(1, value + 0.15)}
        for rank, value in enumerate(values)
    ]  # fmt: skip


SIGNS = (
    ("C1", True, 0.92, "Moins d'une fiche sur deux réunit deux collèges (4 sur 12)"),
    ("C7", True, 0.86, "Moins d'une fiche sur trois naît d'une délibération commune (2 sur 12)"),
    ("P5", True, 0.99, "Plus du quart des institutions présentes n'apportent rien (8 sur 13)"),
    ("R5", False, 0.1, "Deux plénières ou moins en deux ans, et des groupes qui ne se réunissent pas"),
    ("E2", None, None, "Aucune revue ni évaluation en dix-huit mois"),
)
SENTENCES = (
    ("weakness", "C1", "Parmi des partenariats comparables, peu de vos fiches sont communes : 4 sur 12."),
    ("strength", "C10", "Vos engagements sont tenus à temps plus souvent qu'ailleurs : 23 sur 31."),
    ("look", "E2", "À regarder d'abord : aucune revue n'est enregistrée, sur 11 dues."),
)


def content(**more):
    """The body of the snapshot."""
    known = {
        "day": DAY.isoformat(), "code_version": "essai", "figures": figures(),
        "history": {
            "P1": history("P1", [0.8, 0.78, 0.76, 0.76]), "C1": history("C1", [0.6, None, 0.5, 0.44]),
            "C10": history("C10", [0.6, 0.62, 0.68, 0.7]), "R1m": history("R1m", [0.9, 1.0]),
        },
        "lists": {},
        "reading": {
            "sentences": [
                {"kind": kind, "indicator": key, "words": words, "low": 0.1, "high": 0.6, "numerator": 4,
                 "denominator": 12, "comparator": "sisters"}
                for kind, key, words in SENTENCES
            ],
            "signs": {"met": 3, "of": 5, "fired": True, "rows": [
                {"key": key, "met": met, "certainty": sure, "words": words} for key, met, sure, words in SIGNS
            ]},
        },
        "events": [{"day": "2022-03-05", "kind": "election", "title": "Élection municipale"},
                   {"day": "2023-09-01", "kind": "prefect", "title": "Changement de préfet"}],
    }  # fmt: skip
    return known | more


def snapshot(here, day=DAY, **more):
    """A snapshot kept for a partnership."""
    body = content(day=day.isoformat(), **more)
    return HealthSnapshot.objects.create(
        partnership=here, day=day, computed_at=datetime.datetime(2024, 7, 1, 3, tzinfo=datetime.UTC),
        code_version="essai", digest="a" * 64, body=json.dumps(body),
    )  # fmt: skip


def member(here, role=Role.COORDINATOR, institution=None):
    """An account under a role, and the actor that it is."""
    user = MembershipFactory(partnership=here, role=role.value, institution=institution).user
    speaks_for = frozenset({institution.pk}) if institution else frozenset()
    return SimpleNamespace(user=user, actor=Actor(user.pk, user.name, frozenset({role}), speaks_for))


def scene():
    """A partnership with two institutions, one of which is a great absentee, and its snapshot."""
    here = PartnershipFactory()
    school = InstitutionFactory(partnership=here, name="Collège Essai (fictif)")
    landlord = InstitutionFactory(partnership=here, name="Bailleur Essai (fictif)")
    lists = {"P2": [
        {"institution": landlord.pk, "group": "named", "yes": 1, "total": 5},
        {"institution": school.pk, "group": "few", "yes": 1, "total": 2},
    ]}  # fmt: skip
    return SimpleNamespace(here=here, school=school, landlord=landlord, kept=snapshot(here, lists=lists))


def rows(here, institution, number):
    """One row of each kind under the same number, for the sweeps over every page."""
    Remark.objects.create(
        pk=number,
        partnership=here,
        indicator="C1",
        institution=institution,
        on=DAY,
        shown="33 %",
        words="Mot",
    )
    SelfAssessment.objects.create(pk=number, partnership=here, title="Un tour", opened_on=DAY)
    snapshot(here)
