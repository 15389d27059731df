"""What institutions said of their ties: rounds, answers, edges. Never added to what records show."""

from dataclasses import dataclass

from maillage.institutions.models import Institution, Partnership
from maillage.observatory.models import DeclaredTie, TieAnswer, TieSurvey


@dataclass(frozen=True)
class Said:
    """One line: `source` says how often it works with `target`, and of what value (0 to 4, or unsaid)."""

    source: int
    target: int
    often: int
    value: int | None


def surveys(*, partnership: Partnership) -> list[TieSurvey]:
    """The rounds of a partnership, the last first."""
    return list(TieSurvey.objects.filter(partnership=partnership).select_related("partnership"))


def survey(*, partnership: Partnership, pk: int) -> TieSurvey | None:
    """One round of this partnership."""
    return TieSurvey.objects.filter(partnership=partnership, pk=pk).select_related("partnership").first()


def answer(*, partnership: Partnership, pk: int) -> TieAnswer | None:
    """One answer given in this partnership."""
    rows = TieAnswer.objects.filter(survey__partnership=partnership, pk=pk)
    return rows.select_related("survey__partnership", "institution").first()


def answer_of(*, survey: TieSurvey, institution: Institution) -> TieAnswer | None:
    """The answer of an institution, taken back or not, with its lines."""
    return TieAnswer.objects.filter(survey=survey, institution=institution).prefetch_related("ties").first()


def answers(*, survey: TieSurvey) -> list[TieAnswer]:
    """The answers that stand, by name of institution."""
    rows = TieAnswer.objects.filter(survey=survey, withdrawn_on=None).select_related("institution")
    return list(rows.order_by("institution__name", "pk"))


def said(*, survey: TieSurvey) -> list[Said]:
    """The lines of the answers that stand."""
    rows = DeclaredTie.objects.filter(answer__survey=survey, answer__withdrawn_on=None)
    columns = ("answer__institution_id", "other_id", "often", "value")
    return [Said(*row) for row in rows.order_by(*columns[:2]).values_list(*columns)]
