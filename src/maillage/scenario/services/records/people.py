"""Invented institutions, persons, bodies and seats; nobody real is named."""

from typing import Any

from maillage.bodies.models import Body, BodyEvent, Seat, SeatHolder
from maillage.bodies.vocabulary import BodyKind, LifeEvent, SeatBasis, SeatRole
from maillage.institutions.models import Institution, Partnership, Person, Position
from maillage.institutions.vocabulary import InstitutionKind, Level

Rows = dict[str, list[dict[str, Any]]]
RESTRICTED = "restricted"
BASIS = "scénario inventé"


def houses(here: Partnership, rows: Rows) -> dict[int, Institution]:
    """Institutions by their number in the scenario."""
    made = Institution.objects.bulk_create(
        Institution(
            partnership=here, kind=row["kind"], sector=row["sector"], college=row["college"],
            name=f"{InstitutionKind(row['kind']).label}, n° {row['institution'] % 100} (fictif)",
        )
        for row in rows["institutions"]
    )  # fmt: skip
    found = {row["institution"]: one for row, one in zip(rows["institutions"], made, strict=True)}
    for row in rows["institutions"]:
        if row["entity"] != row["institution"]:
            found[row["institution"]].parent = found[row["entity"]]
    Institution.objects.bulk_update(made, ["parent"])
    return found


def bodies(here: Partnership, rows: Rows) -> dict[int, Body]:
    """Bodies by number; the restricted formation is the council, sitting otherwise."""
    kept = [row for row in rows["bodies"] if row["sitting"] != RESTRICTED]
    made = Body.objects.bulk_create(
        Body(
            partnership=here, kind=here.kind if row["sitting"] == "plenary" else row["kind"],
            name=f"{BodyKind(row['kind']).label} {row['body'] % 1000} (fictif)", opened_on=row["opened"],
            legal_basis=BASIS, promised_per_year=int(row["promised_per_year"]),
        )
        for row in kept
    )  # fmt: skip
    BodyEvent.objects.bulk_create(
        BodyEvent(body=body, kind=LifeEvent.OPENED.value, on=body.opened_on, act=BASIS) for body in made
    )
    found = {row["body"]: body for row, body in zip(kept, made, strict=True)}
    council = made[0]
    return found | {row["body"]: council for row in rows["bodies"] if row["sitting"] == RESTRICTED}


def seats(
    here: Partnership, rows: Rows, known: dict[int, Institution]
) -> tuple[dict[int, Body], dict[tuple[int, int], Seat]]:
    """Bodies by number, and the seats by body and institution, each with a holder of its level."""
    where = bodies(here, rows)
    body_of = {row["meeting"]: row["body"] for row in rows["meetings"]}
    inner = {row["body"] for row in rows["bodies"] if row["sitting"] == RESTRICTED}
    roster: dict[tuple[int, int], str] = {}
    core = set()
    for row in rows["attendance"]:
        pair = (where[body_of[row["meeting"]]].pk, row["institution"])
        roster[pair] = roster.get(pair) or row["rank"] or ""
        if body_of[row["meeting"]] in inner:
            core.add(pair)
    by_pk = {body.pk: body for body in where.values()}
    made = Seat.objects.bulk_create(
        Seat(
            body=by_pk[body], institution=known[house], basis=SeatBasis.DESIGNATED.value,
            label=f"Siège de {known[house].name}"[:200], act=BASIS, core=(body, house) in core,
            start=by_pk[body].opened_on,
        )
        for body, house in roster
    )  # fmt: skip
    found = dict(zip(roster, made, strict=True))
    _hold(here, found, roster)
    return where, found


def _hold(here: Partnership, found: dict[tuple[int, int], Seat], ranks: dict[tuple[int, int], str]) -> None:
    """One person an institution and a level."""
    wanted = {pair: (pair[1], rank or Level.MIDDLE.value) for pair, rank in ranks.items()}
    posts = sorted(set(wanted.values()))
    persons = Person.objects.bulk_create(
        Person(partnership=here, name=f"Personne inventée {n}", email=f"p{n}@exemple.invalid")
        for n, _ in enumerate(posts, 1)
    )
    who = dict(zip(posts, persons, strict=True))
    house = {pair[1]: seat.institution for pair, seat in found.items()}
    Position.objects.bulk_create(
        Position(
            person=who[post], institution=house[post[0]], title=Level(post[1]).label, level=post[1],
            may_commit=post[1] == Level.MANAGER.value, start=here.opened,
            mandate_on=here.opened if post[1] == Level.MANAGER.value else None,
        )
        for post in posts
    )  # fmt: skip
    SeatHolder.objects.bulk_create(
        SeatHolder(seat=seat, person=who[wanted[pair]], role=SeatRole.HOLDER.value, start=seat.start)
        for pair, seat in found.items()
    )
