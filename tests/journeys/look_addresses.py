"""The address of every page of the observatory, from the rows of a base; who opens it."""

from django.urls import reverse

from maillage.observatory.models import Remark, SelfAssessment, TieSurvey

HERE = ["health", "figures", "assessments", "open_assessment", "agreement", "load"]  # the network is in HERE
FIGURES = ["C1", "P1", "R1m", "P2", "D2"]  # a share, one never read alone, a count, a list, few persons
OTHERS = {"mayor": ["health", "agreement"], "partner": ["health", "figures", "network", "load"],
          "first_line": ["health", "load"], "prefecture": ["health", "network"],
          "prosecutor": ["health"], "researcher": ["health", "network", "assessments"]}  # fmt: skip
MANY = [("prefecture", "many:boards", []), ("prefecture", "many:departement", ["44"]),
        ("prefecture", "many:national", []), ("researcher", "many:national", [])]  # fmt: skip
PAST = "?au=2009-06-15"


def every_page(key):
    """(who, address): the pages that exist in any base, those of its rows, those of a past day."""

    def at(name, *args):
        return "coordinator", reverse(f"observatory:{name}", args=[key, *args])

    past = [at("health"), at("network"), ("prefecture", reverse("many:departement", args=["44"]))]
    return [
        *[at(name) for name in HERE], *[at("figure", one) for one in FIGURES], at("add_remark", "C1"),
        *_rows(key, at), *[(role, url + PAST) for role, url in past],
        *[(role, reverse(f"observatory:{name}", args=[key])) for role, names in OTHERS.items()
          for name in names],
        ("partner", reverse("observatory:figure", args=[key, "C1"])),
        *[(role, reverse(name, args=args)) for role, name, args in MANY],
    ]  # fmt: skip


def _rows(key, at):
    """A remark, its answer; a round of each state; a questionnaire still open."""
    remark = Remark.objects.filter(partnership__key=key, withdrawn_on__isnull=True, answers=None).first()
    rounds = SelfAssessment.objects.filter(partnership__key=key, withdrawn_on__isnull=True)
    survey = TieSurvey.objects.filter(partnership__key=key, closed_on__isnull=True).first()
    return [
        *[at(name, remark.pk) for name in ("answer_remark", "edit_remark") if remark],
        *[at("assessment", row.pk) for row in rounds],
        *[at(name, row.pk) for row in rounds if row.closed_on is None
          for name in ("edit_assessment", "rate", "close_assessment")],
        *[at("answer_ties", survey.pk) for _ in range(1) if survey],
    ]  # fmt: skip
