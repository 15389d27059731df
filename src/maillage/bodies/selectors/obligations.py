"""What the law asks of a partnership on a day, and what its records can tell of it; what waits to be done.

What no record can tell is answered « à confirmer », never « tenu ».
"""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from maillage import law
from maillage.accounts import selectors as accounts
from maillage.bodies.models import Body, InformationItem
from maillage.bodies.rules import obligations as rules
from maillage.bodies.selectors.overview import HELD, PLANNED, BodyLine, overview, vacant_seats
from maillage.bodies.vocabulary import (
    BodyKind,
    BodyState,
    Duty,
    DutyState,
    Formation,
    LifeEvent,
    Obligation,
    ObligationState,
    Waiting,
)
from maillage.institutions.models import Partnership
from maillage.kernel import Role
from maillage.law import Answer
from maillage.law.book import Rule
from maillage.territory import selectors as territory

COUNCILS_TODAY = (BodyKind.CLSPD.value, BodyKind.CISPD.value)


def obligations(partnership: Partnership, on: date) -> list[Obligation]:
    """The obligations of that day with their article and state; those that wait come first."""
    rows = Body.objects.filter(partnership=partnership, opened_on__lte=on)
    bodies = list(rows.select_related("partnership"))
    councils = [row for row in bodies if row.kind in COUNCILS_TODAY and row.state != BodyState.CLOSED]
    answers = _answers(partnership, on, bodies)
    found = [
        *_to_open(partnership, bodies, answers),
        *_coordinator(partnership, answers, on),
        *(one for body in councils for one in _council(body, on)),
        *_prefect(partnership, councils, answers, on),
        *_fund(partnership, councils, answers),
        *_bounded(partnership, bodies, on),
    ]
    order = [ObligationState.MISSED, ObligationState.DUE, ObligationState.UNKNOWN, ObligationState.MET]
    return sorted(found, key=lambda row: (order.index(row.state), row.on or date.max))


def _answers(partnership: Partnership, on: date, bodies: list[Body]) -> dict[str, Answer]:
    facts = territory.facts(partnership.place)
    if facts is None:
        return {}
    covered = any(row.kind == BodyKind.CISPD and row.state != BodyState.CLOSED for row in bodies)
    return {row.id: row for row in law.answers(facts, on, cispd=covered or None)}


def _to_open(
    partnership: Partnership, bodies: list[Body], answers: dict[str, Answer]
) -> Iterator[Obligation]:
    """CL-5 and CL-8: a council to open; CD-1: a council for families, between 2011 and 2019."""
    url = reverse("bodies:open_body", args=[partnership.key])
    for rule, kind, label in (
        ("CL-5", BodyKind.CLSPD, _("Ouvrir un CLSPD")),
        ("CL-8", BodyKind.CLSPD, _("Ouvrir un CLSPD")),
        ("CD-1", BodyKind.CDDF, _("Ouvrir un conseil pour les droits et devoirs des familles")),
    ):
        answer = answers.get(rule)
        if answer is None or answer.applies is False or (rule == "CD-1" and answer.value == "facultatif"):
            continue
        open_one = next((row for row in bodies if row.kind == kind and row.state != BodyState.CLOSED), None)
        state = rules.opening_state(applies=answer.applies, open_one=open_one is not None)
        yield Obligation(
            f"open-{kind.value}", label, _article(answer), state,
            open_one.opened_on if open_one else _since(answer),
            reverse("bodies:body", args=[partnership.key, open_one.pk]) if open_one else url, answer.reason,
        )  # fmt: skip


def _article(answer: Answer) -> str:
    return f"{answer.reference} ({answer.id})"


def _since(answer: Answer) -> date | None:
    since = answer.since or ""
    return date.fromisoformat(since) if len(since) == 10 else None


def _coordinator(
    partnership: Partnership, answers: dict[str, Answer], on: date
) -> Iterator[Obligation]:  # fmt: skip
    answer = answers.get("CL-9")
    if answer is None or answer.applies is False:
        return
    held = [
        row for row in accounts.members(partnership=partnership, on=on) if row.role == Role.COORDINATOR
    ]  # fmt: skip
    yield Obligation(
        "coordinator", _("Charger un coordonnateur du suivi du conseil"), _article(answer),
        rules.opening_state(applies=answer.applies, open_one=bool(held)),
        min((row.start for row in held), default=_since(answer)),
        reverse("portal:members", args=[partnership.key]), answer.reason,
    )  # fmt: skip


def _council(body: Body, on: date) -> Iterator[Obligation]:
    yield from _plenaries(body, on)
    yield from _composition(body, on)


def _plenaries(body: Body, on: date) -> Iterator[Obligation]:
    """CL-2, CL-6: the plenaries of this year, and those that the year before lacked; CL-12 is not sure."""
    url = reverse("bodies:body", args=[body.partnership.key, body.pk])
    for year in (on.year - 1, on.year):
        asked = law.meetings(body.kind, min(on, date(year, 12, 31)))
        if asked.minimum is None or (year < on.year and _known_since(body) > date(year, 1, 1)):
            continue
        held, planned = _meetings(body, year, on)
        verdict = rules.plenaries(minimum=asked.minimum, held=held, planned=planned, year=year, on=on)
        if year < on.year and verdict.state is ObligationState.MET:
            continue
        yield Obligation(
            f"plenary-{body.pk}-{year}", verdict.label, f"{asked.reference} ({asked.rule})", verdict.state,
            verdict.on, url, f"{body.name}. {verdict.reason}",
        )  # fmt: skip
    presence = law.on(on).rule("clspd_presence_membres_de_droit")
    for unsure in law.meetings(body.kind, on).unsure:
        yield Obligation(
            f"presence-{body.pk}", _("Réunir le conseil avec ses membres de droit"),
            _cited(presence, "CL-12"), ObligationState.UNKNOWN, None, url, unsure,
        )  # fmt: skip


def _known_since(body: Body) -> date:
    """From when the records can tell: a year begun before them is not called missed."""
    return max(body.opened_on, body.partnership.opened)


def _meetings(body: Body, year: int, on: date) -> tuple[list[date], list[date]]:
    rows = body.meetings.filter(
        formation=Formation.PLENARY.value, starts_at__date__range=(date(year, 1, 1), date(year, 12, 31))
    ).values_list("state", "starts_at__date")
    held = sorted(day for state, day in rows if state in HELD and day <= on)
    return held, sorted(day for state, day in rows if state in PLANNED and day >= on)


def _composition(body: Body, on: date) -> Iterator[Obligation]:
    """CL-7: the arrêté of composition, as far as it was noted; since March 2024, to be confirmed."""
    book = law.council(body.kind, on)
    if book.rule not in ("CL-7", "CL-11"):
        return
    act = body.events.filter(kind=LifeEvent.COMPOSED.value, on__lte=on).order_by("-on").first()
    yield Obligation(
        f"composition-{body.pk}", _("Arrêter la composition du conseil"), f"{book.reference} ({book.rule})",
        rules.composition_state(sure=book.sure, decided=act is not None), act.on if act else None,
        reverse("bodies:arrete", args=[body.partnership.key, body.pk]),
        f"{body.name}. {act.act}." if act else f"{body.name}. {book.reason}",
    )  # fmt: skip


def _prefect(
    partnership: Partnership, councils: list[Body], answers: dict[str, Answer], on: date
) -> Iterator[Obligation]:
    """CL-15: the préfet informs the council at least once a year, as the expected items tell."""
    if not councils or not rules.in_force(Duty.PREFECT_REPORT, on):
        return
    items = InformationItem.objects.filter(partnership=partnership, duty=Duty.PREFECT_REPORT.value)
    of_year = list(items.filter(about=f"année {on.year}") or items.filter(received_on__year=on.year))
    received = [row.received_on for row in of_year if row.received_on]
    expected = min((row.expected_on for row in of_year), default=date(on.year, 12, 31))
    answer = answers.get("CL-15")
    label = _("Recevoir l'information du préfet sur la délinquance en %(year)s") % {"year": on.year}
    yield Obligation(
        "prefect-report", label,
        _article(answer) if answer else "CL-15", rules.reception_state(received, expected, on),
        min(received) if received else expected, reverse("bodies:duties", args=[partnership.key]),
        _("Le préfet informe le conseil au moins une fois par an."),
    )  # fmt: skip


def _fund(partnership: Partnership, councils: list[Body], answers: dict[str, Answer]) -> Iterator[Obligation]:
    """FI-3: the yearly report on the use of the fund; no record tells yet whether it was used."""
    answer = answers.get("FI-3")
    if not councils or answer is None or not answer.applies:
        return
    yield Obligation(
        "fund-report", _("Adresser au préfet le rapport sur l'emploi du fonds (FIPD)"), _article(answer),
        ObligationState.UNKNOWN, None, reverse("bodies:bodies", args=[partnership.key]),
        _("Dû si le partenariat a reçu de ce fonds : aucun document enregistré ne le dit."),
    )  # fmt: skip


def _bounded(partnership: Partnership, bodies: list[Body], on: date) -> Iterator[Obligation]:
    """GL-2: a group fixed for a time ends, or is prolonged with a reason."""
    for row in bodies:
        if row.kind == BodyKind.GLTD and row.term_on and row.state != BodyState.CLOSED and row.term_on < on:
            text = _cited(law.on(on).rule("gltd_regime"), _("décision du procureur"))
            yield Obligation(
                f"term-{row.pk}", _("Prolonger ou clore : %(name)s") % {"name": row.name}, text,
                ObligationState.MISSED, row.term_on, _page("lifecycle", partnership, row.pk),
                _overdue((on - row.term_on).days),
            )  # fmt: skip


def _cited(rule: Rule | None, otherwise: str) -> str:
    return f"{rule.reference} ({rule.id})" if rule else otherwise


def _overdue(days: int) -> str:
    said = ngettext("Échéance dépassée de %(n)s jour.", "Échéance dépassée de %(n)s jours.", days)
    return said % {"n": days}


def _page(name: str, partnership: Partnership, pk: int) -> str:
    return reverse(f"bodies:{name}", args=[partnership.key, pk])


def waiting(partnership: Partnership, on: date) -> list[Waiting]:
    """What waits for the coordinator in bodies, seats and information owed; the latest first."""
    lines = overview(partnership=partnership, on=on)
    found = [one for line in lines for one in _of_body(line, partnership, on)]
    found += [
        Waiting(
            _("Pourvoir le siège « %(seat)s »") % {"seat": row.label},
            f"{row.body.name}, {row.institution.label}", None, _page("seat", partnership, row.pk),
        )
        for row in vacant_seats(partnership=partnership, on=on)
    ]  # fmt: skip
    found += [_late_item(row, partnership, on) for row in late_items(partnership=partnership, on=on)]
    return sorted(found, key=lambda row: -row.late)


def _of_body(line: BodyLine, partnership: Partnership, on: date) -> Iterator[Waiting]:
    body = line.body
    if line.overdue:
        yield Waiting(
            _("Prolonger ou clore : %(name)s") % {"name": body.name}, _overdue(line.overdue), body.term_on,
            _page("lifecycle", partnership, body.pk), line.overdue,
        )  # fmt: skip
    behind = rules.behind(body.promised_per_year, line.held, opened=body.opened_on, on=on)
    if behind and body.state == BodyState.OPEN and line.next is None:
        reason = _("%(n)s en douze mois, pour %(promised)s promises par le règlement.")
        yield Waiting(
            _("Prévoir une réunion : %(name)s") % {"name": body.name},
            reason % {"n": line.held, "promised": body.promised_per_year}, None,
            _page("body", partnership, body.pk),
        )  # fmt: skip


def late_items(*, partnership: Partnership, on: date) -> list[InformationItem]:
    """The information awaited whose day is past, with its holder."""
    rows = InformationItem.objects.filter(partnership=partnership, state=DutyState.EXPECTED.value)
    return list(rows.filter(expected_on__lt=on).select_related("holder"))


def _late_item(row: InformationItem, partnership: Partnership, on: date) -> Waiting:
    return Waiting(
        _("Rappeler : %(holder)s") % {"holder": row.holder.label},
        f"{gettext(row.duty_term.label)} ({row.duty}), {row.about}", row.expected_on,
        reverse("bodies:duties", args=[partnership.key]), (on - row.expected_on).days,
    )  # fmt: skip
