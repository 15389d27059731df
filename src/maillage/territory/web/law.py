"""The page of the law: what it asks of a place on a day, by article, and what is not sure."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from maillage import law as laws
from maillage.kernel import access
from maillage.law import words
from maillage.territory import selectors
from maillage.territory.vocabulary import LawFamily
from maillage.territory.web.views import known
from maillage.ui.replay import reference_day

REPLAYS = (date(2003, 3, 1), date(2008, 3, 1), date(2009, 3, 1), date(2022, 3, 1))
CISPD = {"1": True, "0": False}
LATE = " Dernière règle connue, vérifié au "
Row = dict[str, Any]


@access()
@require_safe
def law(request: HttpRequest, code: str) -> HttpResponse:
    """What the law asks here on a day; an unreadable date is kept, and today is shown."""
    facts, given = known(code), request.GET.get("date", "").strip()
    day, error = read_day(given) if given else (reference_day(request), "")
    cispd = request.GET.get("cispd", "")
    rows = [_row(answer) for answer in laws.answers(facts, day, cispd=CISPD.get(cispd))]
    sure, unsure, no = ([row for row in rows if row["applies"] is wanted] for wanted in (True, None, False))
    context = {
        "facts": facts, "day": day, "given": given if error else f"{day:%d/%m/%Y}", "error": error,
        "groups": [
            (_("S'applique ce jour-là"), _by_family(sure), len(sure)),
            (_("À confirmer : ni oui, ni non"), _by_family(unsure), len(unsure)),
        ],
        "absent": _by_family(no), "absent_count": len(no),
        "lead": _lead(len(sure), len(unsure)), "sources": laws.sources(),
        "replayed": day != timezone.localdate(), "replays": REPLAYS,
        "cispd": cispd, "cispd_choices": [("", _("je ne sais pas")), ("1", _("oui")), ("0", _("non"))],
        "notice": selectors.obsolete_sentence(code),
    }  # fmt: skip
    return render(request, "territory/law.html", context)


def read_day(text: str) -> tuple[date, str]:
    """The day typed, as 01/03/2009 or 2009-03-01; today and a sentence when it is neither."""
    if not text:
        return timezone.localdate(), ""
    try:
        parts = [int(part) for part in text.split("/")] if "/" in text else []
        return (date(*parts[::-1]) if parts else date.fromisoformat(text)), ""
    except (TypeError, ValueError):
        fault = _(
            "« %(text)s » n'est pas une date. Écrivez-la comme 01/03/2009 ; la page montre aujourd'hui."
        )
        return timezone.localdate(), fault % {"text": text}


def _lead(sure: int, unsure: int) -> str:
    first = ngettext("%(n)s règle s'applique", "%(n)s règles s'appliquent", sure) % {"n": sure}
    second = ngettext("%(n)s reste à confirmer", "%(n)s restent à confirmer", unsure) % {"n": unsure}
    return _("%(first)s ; %(second)s. Ce n'est pas un conseil juridique.") % {
        "first": first,
        "second": second,
    }


def _row(answer: laws.Answer) -> Row:
    reason, _late, checked = answer.reason.partition(LATE)
    return asdict(answer) | {
        "reason": reason,
        "checked": checked.rstrip("."),
        "said": words.value(answer),
        "dates": words.dates(answer),
        "sure": words.certainty(answer),
    }


def _by_family(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    groups = [
        (family.label, [row for row in rows if row["id"].startswith(f"{family.value}-")])
        for family in LawFamily
    ]
    return [group for group in groups if group[1]]
