"""The values of a sound partnership. Frozen: a test holds their hash; no AUC is read before a change."""

from hashlib import sha256
from math import log

from maillage.scenario.vocabulary import SLOTS, Parameter, Scale


def _logit(**values: float) -> dict[str, Parameter]:
    return {name: Parameter(value, Scale.LOGIT) for name, value in values.items()}


def _rate(**values: float) -> dict[str, Parameter]:
    return {name: Parameter(log(value), Scale.RATE) for name, value in values.items()}


def _log(**values: float) -> dict[str, Parameter]:
    return {name: Parameter(value, Scale.LOG) for name, value in values.items()}


def _plain(**values: float) -> dict[str, Parameter]:
    return {name: Parameter(value, Scale.PLAIN) for name, value in values.items()}


PARAMETERS: dict[str, Parameter] = {
    # who gathers
    **_plain(plenary=0.45, crisis_extra=0.0, running=0.0, decision_items=0.0, offstage=0.0, absentees=0.0),
    **_rate(restricted=4.0, watch=9.0, groups=5.0, crisis=1.0),
    **_log(group_count=log(3.0), first_line=0.0, turnover=0.0, vacancy=3.6),
    **_logit(held=2.0, attendance=0.0, passive=-2.5, handover=0.6),
    **_plain(first_line_attendance=0.0),
    # who decides
    **_logit(proposer_core=0.35, withdrawn=-3.2, in_body=1.75, dissent=-1.9, core_only=-1.5),
    # what is written
    **_log(findings=log(6.0), priorities=log(2.0), inflation=0.0, sheets=log(8.0)),
    **_logit(objective_elements=3.2, link=2.0, local=1.4, fields=2.2, joint=0.75, single=-0.8),
    **_logit(joint_origin=-0.1, existing=-1.2, plan_opinion=1.6, elements=2.6, kept=1.1, reciprocity=0.0),
    **_plain(pilot_concentration=0.0),
    # who pays, who checks
    **_logit(video=-1.5, substitution=-2.6, imprecise=-1.7, refused=1.0, priority_link=2.2),
    **_logit(control=-1.25, recovery=1.0, state_share=-0.6),
    **_plain(elasticity=1.2, small=0.0, grants=0.33),
    # what passes
    **_rate(requests=1.0, reports=1.0, core_gives=2.4, others_give=3.0, signals=20.0, alerts=5.0),
    **_logit(
        answers=1.0, doubtful=-2.2, statements=1.6, judicial=0.6, feedback=1.2, closed=1.4, two_party=-0.7
    ),
    **_log(alert_hours=3.4),
    # did it work
    **_rate(evaluations=0.8, trainings=1.5),
    **_logit(reviews=1.3, indicators=1.0, decision=1.0, first_line_evaluation=-1.0, first_line_training=0.0),
}


def fingerprint(profiles: object) -> str:
    """The hash of every number of the model: parameters, institutions, changes of the profiles."""
    text = repr((sorted(PARAMETERS.items()), SLOTS, profiles))
    return sha256(text.encode()).hexdigest()
