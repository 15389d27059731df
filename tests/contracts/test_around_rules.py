"""Agreements and plans on a day; what makes one not hold together; counts of families."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.contracts.rules import around as rules
from maillage.contracts.vocabulary.around import AgreementKind, AgreementState, PlanOrigin

DAY = datetime.date(2026, 3, 2)


def days(n):
    return DAY + datetime.timedelta(days=n)


@pytest.mark.parametrize(
    ("start", "end", "withdrawn", "state"),
    [
        (-30, None, None, AgreementState.IN_FORCE),
        (-30, 30, None, AgreementState.IN_FORCE),
        (0, 0, None, AgreementState.IN_FORCE),
        (1, 30, None, AgreementState.COMING),
        (-30, -1, None, AgreementState.ENDED),
        (-30, None, 0, AgreementState.WITHDRAWN),
        (-30, None, 1, AgreementState.IN_FORCE),
        (-30, -1, -2, AgreementState.WITHDRAWN),
    ],
)
def test_where_an_agreement_stands(start, end, withdrawn, state):
    given_days = {"end": end, "withdrawn_on": withdrawn}
    known = {name: None if value is None else days(value) for name, value in given_days.items()}
    assert rules.state(start=days(start), on=DAY, **known) is state


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"title": "  "}, "intitulé"),
        ({"object": ""}, "objet"),
        ({"parties": []}, "au moins deux"),
        ({"parties": ["Mairie"]}, "(Mairie)"),
        ({"kind": AgreementKind.TWO_PARTY, "parties": ["A", "B", "C"]}, "3 institutions"),
        ({"end": days(-400)}, "précède le début"),
    ],
)
def test_what_an_agreement_must_hold(change, said):
    words = {
        "kind": AgreementKind.OTHER, "title": "Convention", "object": "Patrouilles",
        "parties": ["Mairie", "Police"], "start": DAY, "end": None,
    }  # fmt: skip
    found = rules.agreement_faults(**(words | change))
    assert (said in " ".join(found)) if said else not found
    assert len(found) == bool(said)


def test_every_fault_is_said_at_once():
    found = rules.agreement_faults(
        kind=AgreementKind.OTHER, title="", object="", parties=[], start=DAY, end=days(-1)
    )
    assert len(found) == 4


@pytest.mark.parametrize(
    ("title", "origin", "council", "faults"),
    [
        ("Priorité", PlanOrigin.STATE, "", 0), ("Priorité", PlanOrigin.COUNCIL, "CLSPD de Rezé", 0),
        ("Priorité", PlanOrigin.COUNCIL, " ", 1), ("", PlanOrigin.COUNCIL, "", 2),
    ],
)  # fmt: skip
def test_a_priority_of_a_council_names_it(title, origin, council, faults):
    assert len(rules.priority_faults(title=title, origin=origin, council=council)) == faults


@given(st.integers(0, 500), st.booleans())
def test_a_small_count_is_told_only_to_those_who_work_with_it(count, works):
    told = rules.told(count, works_with_it=works)
    hidden = not works and 0 < count < rules.FEW
    assert told == (f"moins de {rules.FEW}" if hidden else str(count))


def test_two_parties_only():
    assert [rules.is_two_party(n) for n in (0, 1, 2, 3)] == [False, False, True, False]
