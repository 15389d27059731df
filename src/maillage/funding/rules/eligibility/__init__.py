"""« Éligible ? »: verdicts with their reason, the field that mends them and the source. Never a wall."""

from maillage.funding.rules.eligibility.action import in_calendar, off_target, plan_opinion, precise
from maillage.funding.rules.eligibility.body import former_report, republican, substitution
from maillage.funding.rules.eligibility.facts import Checked, Facts, FundFacts
from maillage.funding.rules.eligibility.money import amounts, balance, natures, own_share, state_share

CHECKS = (
    precise, off_target, substitution, balance, own_share, state_share, natures, amounts, in_calendar,
    plan_opinion, republican, former_report,
)  # fmt: skip


def verdicts(facts: Facts) -> list[Checked]:
    """Every check that has an object for this request, in the order of the form."""
    return [found for check in CHECKS if (found := check(facts)) is not None]


__all__ = ["CHECKS", "Checked", "Facts", "FundFacts", "verdicts"]
