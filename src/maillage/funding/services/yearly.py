"""The yearly report on the FIPD: when it was shown to the council and sent to the préfet."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from maillage.audit import history, journal
from maillage.bodies.models import Meeting
from maillage.bodies.selectors.zone import zone_of
from maillage.funding.models import YearlyReport
from maillage.funding.services import gate
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, BadInput


@dataclass(frozen=True)
class YearlyDraft:
    """What is typed of a yearly report; a meeting gives its day."""

    words: str = ""
    meeting: Meeting | None = None
    presented_on: date | None = None
    sent_on: date | None = None


def keep_report(
    *, actor: Actor, partnership: Partnership, year: int, seen: int, draft: YearlyDraft
) -> YearlyReport:
    """Write the dates and the words of the report of a year. Raises BadInput: before the year, elsewhere."""
    gate.check_runs(actor, partnership, "rapport FIPD tenu")
    presented = _presented(partnership, draft)
    for name, day in (("présentée au conseil", presented), ("transmise au préfet", draft.sent_on)):
        if day is not None and day.year < year:
            raise BadInput(
                f"L'année {year} ne peut pas être {name} dès le {day:%d/%m/%Y} : corrigez la date."
            )
    with transaction.atomic():
        Partnership.objects.select_for_update().get(pk=partnership.pk)
        found = YearlyReport.objects.filter(partnership=partnership, year=year).first()
        row = history.lock(found, seen=seen) if found else YearlyReport(partnership=partnership, year=year)
        row.words, row.meeting = draft.words.strip(), draft.meeting
        row.presented_on, row.sent_on = presented, draft.sent_on
        row.save()
        journal.append(
            actor=actor, act="rapport FIPD tenu", subject=partnership.key, partnership=partnership.key,
            detail={"année": year, "présenté": str(presented or ""), "transmis": str(draft.sent_on or "")},
        )  # fmt: skip
    return row


def _presented(partnership: Partnership, draft: YearlyDraft) -> date | None:
    if draft.meeting is None:
        return draft.presented_on
    if draft.meeting.body.partnership_id != partnership.pk:
        raise BadInput("Cette séance n'est pas de ce partenariat.")
    return timezone.localdate(draft.meeting.starts_at, zone_of(partnership))
