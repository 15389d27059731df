"""The rounds of self-assessment of a partnership, and the answers of one: scores by institution, no name."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from maillage.institutions.models import Partnership
from maillage.observatory.models import AssessmentAnswer, SelfAssessment


@dataclass(frozen=True)
class Scores:
    """One answer: its institution (None: none said) and the score of each sentence."""

    institution: int | None
    scores: dict[str, int | None]


def assessments(*, partnership: Partnership, withdrawn: bool = False) -> QuerySet[SelfAssessment]:
    """The rounds, newest first, each with how many persons answered (`raters`)."""
    rows = SelfAssessment.objects.filter(partnership=partnership, withdrawn_on__isnull=not withdrawn)
    return rows.annotate(raters=Count("answers"))


def assessment(*, partnership: Partnership, pk: int) -> SelfAssessment | None:
    """One round of this partnership, withdrawn or not."""
    rows = SelfAssessment.objects.filter(partnership=partnership, pk=pk).select_related("partnership")
    return rows.annotate(raters=Count("answers")).first()


def answer(*, assessment: SelfAssessment, token: str) -> AssessmentAnswer | None:
    """The answer that this fingerprint finds again."""
    return AssessmentAnswer.objects.filter(assessment=assessment, token=token).first()


def scores(*, assessment: SelfAssessment) -> Sequence[Scores]:
    """Every answer of a round, in no order of arrival. One query."""
    rows = assessment.answers.values_list("institution", "scores").order_by("token")
    return [Scores(institution, held) for institution, held in rows]


def raters(*, assessment: SelfAssessment) -> int:
    """How many persons answered."""
    return assessment.answers.count()
