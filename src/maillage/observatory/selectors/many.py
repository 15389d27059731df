"""Many partnerships: who reads which, their bodies and contracts on a day, boards and aggregates kept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet, Sum

from maillage.accounts import selectors as accounts
from maillage.accounts.models import User
from maillage.bodies.models import Body, Meeting
from maillage.bodies.selectors import past
from maillage.bodies.vocabulary import BodyState, Formation
from maillage.contracts.models import ActionSheet, Contract
from maillage.contracts.vocabulary import ContractState, SheetState
from maillage.funding.models import Control, GrantDecision
from maillage.funding.rules.control_path import CONCLUDED
from maillage.institutions.models import Partnership
from maillage.kernel import Role
from maillage.observatory.models import Board, NamingAgreement, ReceivedAggregate
from maillage.observatory.selectors.frames.meetings import HELD
from maillage.territory import selectors as territory

NATIONAL = "national"
READERS = (Role.PREFECTURE, Role.RESEARCHER)
GONE = (SheetState.STOPPED.value, SheetState.DONE.value)


@dataclass(frozen=True)
class Line:
    """One partnership as its préfecture may see it: what lives, what is compatible, money and controls."""

    partnership: Partnership
    councils: int
    dormant: int
    last_plenary: date | None
    contracts: int
    sheets: int
    with_opinion: int
    granted: float
    controls: int
    concluded: int


def held(*, user: User, on: date, roles: Sequence[Role]) -> list[Partnership]:
    """The partnerships where this person holds one of these roles on that day."""
    wanted = {str(role.value) for role in roles}
    rows = [row for row in accounts.memberships(user=user, on=on) if row.role in wanted]
    return list({row.partnership_id: row.partnership for row in rows}.values())


def departement_of(place: str) -> str:
    """The code of the département of a place; empty when it has none or several."""
    if place.startswith("dep:"):
        return place.removeprefix("dep:")
    facts = territory.facts(place)
    return facts.department if facts else ""


def departements_of(*, user: User, on: date) -> Counter[str]:
    """The départements whose board this person may open, with how many partnerships they follow in each."""
    found = held(user=user, on=on, roles=(Role.PREFECTURE,))
    return Counter(code for row in found if (code := departement_of(row.place)))


def may_read_national(*, user: User, on: date) -> bool:
    """The national view holds aggregates only; it opens to préfectures and evaluators."""
    return bool(held(user=user, on=on, roles=READERS))


def kept_together() -> QuerySet[Partnership]:
    """The real partnerships, or the invented ones where there are only those: they never count together."""
    real = Partnership.objects.filter(fictitious=False)
    return (real if real.exists() else Partnership.objects.all()).order_by("id")


def partnerships_of(*, scope: str, on: date | None = None) -> list[int]:
    """The partnerships of a scope, `dep:44` or all of the installation; `on`: only those open on that day."""
    found = kept_together()
    if on is not None:
        found = found.filter(Q(closed__isnull=True) | Q(closed__gte=on), opened__lte=on)
    rows = found.values_list("id", "place")
    if scope == NATIONAL:
        return [pk for pk, _ in rows]
    code = scope.removeprefix("dep:")
    return [pk for pk, place in rows if departement_of(place) == code]


def invented(ids: Sequence[int]) -> bool:
    """Whether one of these partnerships is invented: what they say together is then never signed."""
    return Partnership.objects.filter(pk__in=ids, fictitious=True).exists()


def invented_here() -> bool:
    """Whether this installation holds no real partnership."""
    return not Partnership.objects.filter(fictitious=False).exists()


def scopes() -> list[str]:
    """The boards that this installation keeps: one a département with a partnership, and the national one."""
    places = set(kept_together().values_list("place", flat=True))
    codes = {code for place in places if (code := departement_of(place))}
    return [*(f"dep:{code}" for code in sorted(codes)), *([NATIONAL] if places else [])]


def lines(*, user: User, code: str, on: date, today: date) -> list[Line]:
    """The partnerships of a département that this préfecture follows today, by name, as they were on a day.

    Never those it does not follow, nor one that was not open yet.
    """
    followed = held(user=user, on=today, roles=(Role.PREFECTURE,))
    rows = [row for row in followed if departement_of(row.place) == code and row.opened <= on]
    ids = [row.pk for row in rows]
    parts = (_bodies(ids, on), _plenaries(ids, on), _contracts(ids, on), _sheets(ids, on), _money(ids, on),
             _controls(ids, on))  # fmt: skip
    return [_line(row, *(part.get(row.pk) for part in parts)) for row in sorted(rows, key=lambda r: r.name)]


def _line(row: Partnership, bodies, plenary, contracts, sheets, money, controls) -> Line:  # type: ignore[no-untyped-def]
    alive, dormant = bodies or (0, 0)
    written, answered = sheets or (0, 0)
    checks, concluded = controls or (0, 0)
    return Line(
        row, alive, dormant, plenary, contracts or 0, written, answered, float(money or 0), checks, concluded
    )


def _bodies(ids: list[int], on: date) -> dict[int, tuple[int, int]]:
    """The bodies alive that day and those asleep, each in the state it was in."""
    held = Body.objects.filter(partnership_id__in=ids, opened_on__lte=on)
    rows = list(held.values_list("pk", "partnership_id", "state"))
    moved = past.moved_since([pk for pk, _, _ in rows], on)
    then = past.states_on(moved, on)
    found: dict[int, tuple[int, int]] = {}
    for pk, partnership, state in rows:
        told = then[pk] if pk in moved else BodyState(state)
        if told is not BodyState.CLOSED:
            alive, asleep = found.get(partnership, (0, 0))
            found[partnership] = (alive + 1, asleep + (told is BodyState.DORMANT))
    return found


def _plenaries(ids: list[int], on: date) -> dict[int, date]:
    rows = (
        Meeting.objects.filter(
            body__partnership_id__in=ids, formation=Formation.PLENARY.value, state__in=HELD,
            starts_at__date__lte=on,
        )
        .values("body__partnership_id").annotate(last=Max("starts_at__date"))
    )  # fmt: skip
    return {row["body__partnership_id"]: row["last"] for row in rows}


def _contracts(ids: list[int], on: date) -> dict[int, int]:
    """The contracts whose term holds the day and that nothing had ended by then."""
    signed = (ContractState.IN_FORCE.value, ContractState.ENDED.value)
    rows = Contract.objects.filter(
        partnership_id__in=ids, start__lte=on, end__gte=on, state__in=signed
    ).exclude(closed_on__lte=on)  # fmt: skip
    return {row["partnership_id"]: row["n"] for row in rows.values("partnership_id").annotate(n=Count("id"))}


def _sheets(ids: list[int], on: date) -> dict[int, tuple[int, int]]:
    """Sheets of contracts in force, and those whose compatibility with the plan was said."""
    given = Q(opinions__on_plan=True, opinions__given_on__lte=on, opinions__withdrawn_on__isnull=True)
    rows = (
        ActionSheet.objects.filter(
            contract__partnership_id__in=ids, contract__state=ContractState.IN_FORCE.value,
            withdrawn_on__isnull=True,
        )
        .exclude(state__in=GONE)
        .values("contract__partnership_id")
        .annotate(n=Count("id", distinct=True), said=Count("id", given, distinct=True))
    )  # fmt: skip
    return {row["contract__partnership_id"]: (row["n"], row["said"]) for row in rows}


def _money(ids: list[int], on: date) -> dict[int, float]:
    rows = (
        GrantDecision.objects.filter(
            request__partnership_id__in=ids, kind="granted", withdrawn_on__isnull=True, on__year=on.year,
            on__lte=on,
        )
        .values("request__partnership_id").annotate(sum=Sum("amount"))
    )  # fmt: skip
    return {row["request__partnership_id"]: row["sum"] for row in rows}


def _controls(ids: list[int], on: date) -> dict[int, tuple[int, int]]:
    ended = Q(phase__in=[phase.value for phase in CONCLUDED])
    rows = Control.objects.filter(
        campaign__partnership_id__in=ids, campaign__year=on.year, withdrawn_on__isnull=True,
        entered_on__lte=on,
    ).values("campaign__partnership_id")  # fmt: skip
    counts = rows.annotate(n=Count("id"), ended=Count("id", ended))
    return {row["campaign__partnership_id"]: (row["n"], row["ended"]) for row in counts}


def board(*, scope: str, on: date) -> Board | None:
    """The last board computed of a scope, on that day or before."""
    return Board.objects.filter(scope=scope, day__lte=on).first()


def agreement(*, partnership: Partnership) -> NamingAgreement | None:
    """Whether this partnership agreed to be named, and since when."""
    return NamingAgreement.objects.filter(partnership=partnership, withdrawn_on__isnull=True).first()


def named() -> QuerySet[Partnership]:
    """The partnerships that agreed to be named beside their figures."""
    return Partnership.objects.filter(naming_agreements__withdrawn_on__isnull=True).exclude(
        naming_agreements__isnull=True
    )


def received(*, on: date) -> list[ReceivedAggregate]:
    """The last aggregates of each installation that is trusted."""
    rows = ReceivedAggregate.objects.filter(day__lte=on, instance__withdrawn_on__isnull=True)
    latest: dict[int, ReceivedAggregate] = {}
    for row in rows.select_related("instance").order_by("instance__name", "day"):
        latest[row.instance_id] = row
    return list(latest.values())
