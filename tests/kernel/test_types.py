"""The shared types keep what they promise."""

from datetime import date

import pytest

from maillage.kernel import Actor, Estimate, Period, Role, Status, access


def test_a_reversed_period_is_refused():
    with pytest.raises(ValueError, match="avant son début"):
        Period(date(2026, 2, 1), date(2026, 1, 1))


def test_a_period_holds_both_its_ends():
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    assert date(2026, 1, 1) in year
    assert date(2026, 12, 31) in year
    assert date(2027, 1, 1) not in year
    assert date(2099, 1, 1) in Period(date(2026, 1, 1))


@pytest.mark.parametrize("status", [Status.WITHHELD, Status.MISSING])
def test_a_figure_that_is_not_known_carries_no_value(status):
    with pytest.raises(ValueError, match="ne porte pas de valeur"):
        Estimate(0.0, None, None, "faits", "", "", status)
    assert Estimate.absent(status, unit="faits", source="").value is None


def test_terms_have_a_french_label_beside_their_value():
    assert Role.COORDINATOR.value == "coordinator"
    assert Role.COORDINATOR.label == "coordonnateur"
    assert ("dpo", "délégué à la protection des données") in Role.choices()


def test_an_actor_holds_only_its_roles():
    actor = Actor(1, "Invention", frozenset({Role.DPO}))
    assert actor.holds(Role.DPO, Role.MAYOR)
    assert not actor.holds(Role.MAYOR)
    assert not Actor.machine("tick").roles


def test_a_view_says_who_may_open_it():
    @access(Role.DPO)
    def view(request): ...

    assert view.policy.roles == {Role.DPO}
    assert not view.policy.public
