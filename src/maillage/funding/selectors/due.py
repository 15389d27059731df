"""What waits in the money of a partnership: for « Ma semaine » of who runs it, and for each applicant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from maillage.funding.models import Call, GrantDecision, GrantRequest, Payment, Report
from maillage.funding.rules import fund_law
from maillage.funding.rules.amounts import ZERO
from maillage.funding.selectors.follow_up import order
from maillage.funding.selectors.requests import visible
from maillage.funding.vocabulary import DecisionKind, FundKind, RequestState
from maillage.institutions.models import Partnership
from maillage.kernel import Actor
from maillage.ui.typography import euros

SOON = timedelta(days=30)  # a call that closes
REPORT_SOON = timedelta(days=60)  # a report that comes due
PAYMENT_SOON = timedelta(days=14)


@dataclass(frozen=True)
class Matter:
    """One thing to do: what, why, by when, how late, and where it is done."""

    what: str
    why: str
    due_on: date | None
    late: int
    name: str
    args: tuple[Any, ...]


def matters(*, partnership: Partnership, on: date) -> list[Matter]:
    """All that waits, the latest first; a fixed number of queries."""
    found = [
        *_calls(partnership, on), *_to_validate(partnership, on), *_to_file(partnership, on),
        *_reports(_awaited_reports(partnership), on, "Demander"), *_payments(partnership, on),
        *_recoveries(partnership, on), *_conventions(partnership, on),
    ]  # fmt: skip
    return sorted(found, key=lambda row: (-row.late, row.due_on or date.max, row.what))


def asked_of(*, partnership: Partnership, actor: Actor, on: date) -> list[Matter]:
    """What is asked of the institutions that the actor speaks for: requests returned, reports, sums to
    give back.
    """
    mine = visible(partnership=partnership, actor=actor).filter(applicant_id__in=actor.institutions)
    returned = mine.filter(state=RequestState.RETURNED.value).select_related("partnership")
    found = [
        *(_of(row, f"Préciser « {row.title} »", row.returned_reason, None, on) for row in returned),
        *_reports(_awaited_reports(partnership).filter(decision__request__in=mine), on, "Envoyer"),
        *_recoveries(partnership, on, mine),
    ]
    return sorted(found, key=lambda row: (-row.late, row.due_on or date.max, row.what))


def asked_of_funder(*, partnership: Partnership, actor: Actor, on: date) -> list[Matter]:
    """For who decides: requests filed with the funds of the actor's institutions, what these owe."""
    decides = {"fund__institution__in": actor.institutions}
    filed = _requests(partnership, RequestState.FILED).filter(**decides)
    mine = GrantRequest.objects.filter(partnership=partnership, **decides)
    found = [
        *(_of(row, f"Décider de « {row.title} »", _since(row), None, on) for row in filed),
        *_payments(partnership, on, mine), *_conventions(partnership, on, mine),
    ]  # fmt: skip
    return sorted(found, key=lambda row: (-row.late, row.due_on or date.max, row.what))


def _since(row: GrantRequest) -> str:
    return f"Déposée le {row.filed_on:%d/%m/%Y}, {row.applicant.name}." if row.filed_on else ""


def _of(row: GrantRequest, what: str, why: str, due_on: date | None, on: date) -> Matter:
    late = max(0, (on - due_on).days) if due_on else 0
    return Matter(what, why, due_on, late, "funding:request", (row.partnership.key, row.pk))


def _calls(here: Partnership, on: date) -> Iterator[Matter]:
    rows = Call.objects.filter(
        fund__partnership=here,
        withdrawn_on__isnull=True,
        opens__lte=on,
        closes__gte=on,
        closes__lte=on + SOON,
    ).select_related("fund")
    for row in rows:
        why = f"L'appel du fonds {row.fund.name} ferme."
        yield Matter(f"Déposer à « {row.title} »", why, row.closes, 0, "funding:call", (here.key, row.pk))


def _requests(here: Partnership, *states: RequestState) -> QuerySet[GrantRequest]:
    rows = GrantRequest.objects.filter(partnership=here, state__in=[one.value for one in states])
    return rows.select_related("call", "partnership", "applicant")


def _closes(row: GrantRequest) -> date | None:
    return row.call.closes if row.call else None


def _to_validate(here: Partnership, on: date) -> Iterator[Matter]:
    for row in _requests(here, RequestState.DRAFT, RequestState.RETURNED):
        why = f"{row.applicant.name} l'a préparée." if row.state == RequestState.DRAFT.value else "Renvoyée."
        yield _of(row, f"Relire et valider « {row.title} »", why, _closes(row), on)


def _to_file(here: Partnership, on: date) -> Iterator[Matter]:
    for row in _requests(here, RequestState.VALIDATED):
        yield _of(row, f"Déposer « {row.title} »", "Elle est validée.", _closes(row), on)


def _awaited_reports(here: Partnership) -> QuerySet[Report]:
    return Report.objects.filter(
        decision__request__partnership=here, decision__kind=DecisionKind.GRANTED.value,
        decision__withdrawn_on__isnull=True, received_on__isnull=True, not_done_on__isnull=True,
    ).select_related("decision__request__partnership", "decision__request__applicant")  # fmt: skip


def _reports(rows: QuerySet[Report], on: date, verb: str) -> Iterator[Matter]:
    for row in rows.filter(due_on__lte=on + REPORT_SOON):
        request = row.decision.request
        why = f"Compte rendu financier dû par {request.applicant.name}."
        yield _of(request, f"{verb} le compte rendu de « {request.title} »", why, row.due_on, on)


def _payments(
    here: Partnership, on: date, requests: QuerySet[GrantRequest] | None = None
) -> Iterator[Matter]:
    rows = Payment.objects.filter(
        decision__request__partnership=here, decision__withdrawn_on__isnull=True, paid_on__isnull=True,
        withdrawn_on__isnull=True, due_on__lte=on + PAYMENT_SOON,
    ).select_related("decision__request__partnership")  # fmt: skip
    for row in rows if requests is None else rows.filter(decision__request__in=requests):
        request = row.decision.request
        yield _of(request, f"Verser {euros(row.amount)}", f"« {request.title} »", row.due_on, on)


def _recoveries(
    here: Partnership, on: date, requests: QuerySet[GrantRequest] | None = None
) -> Iterator[Matter]:
    rows = GrantDecision.objects.filter(
        request__partnership=here,
        recoveries__waived_on__isnull=True,
        recoveries__withdrawn_on__isnull=True,
        recoveries__isnull=False,
    )
    rows = rows if requests is None else rows.filter(request__in=requests)
    shown = rows.distinct().select_related("request__partnership", "request__applicant")
    for decision in shown.prefetch_related("recoveries__repayments"):
        for recovery in decision.recoveries.all():
            one = order(recovery, on)
            if (
                recovery.withdrawn_on is None
                and one.balance.left > ZERO
                and recovery.due_on <= on + PAYMENT_SOON
            ):
                verb = "Suivre le reversement de" if requests is None else "Rendre"
                what = f"{verb} {euros(one.balance.left)}"
                why = f"{decision.request.applicant.name}, « {decision.request.title} ». {recovery.reason}"
                yield _of(decision.request, what, why, recovery.due_on, on)


def _conventions(
    here: Partnership, on: date, requests: QuerySet[GrantRequest] | None = None
) -> Iterator[Matter]:
    rows = GrantDecision.objects.filter(
        request__partnership=here, kind=DecisionKind.GRANTED.value, withdrawn_on__isnull=True,
        convention_on__isnull=True, request__fund__kind=FundKind.FIPD.value, on__lte=on,
    ).select_related("request__partnership", "request__fund")  # fmt: skip
    for row in rows if requests is None else rows.filter(request__in=requests):
        if fund_law.needs_convention(FundKind.FIPD, row.on):
            what, why = (
                f"Faire signer la convention de « {row.request.title} »",
                "Le décret du 26 juin 2007 la demande.",
            )
            yield _of(row.request, what, why, None, on)
