"""Invented partnerships around the demonstration, sound and ailing: sisters, and boards of many to read."""

from datetime import date

from maillage.accounts import services as accounts
from maillage.accounts.models import Membership
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, Role
from maillage.scenario.generator import generate
from maillage.scenario.services.records import insert_scenario
from maillage.territory import selectors as territory

YEARS = 3  # of records: a year of theirs, and the two before it, are read by the longest window
PLACE, SEED = "44143", 44
AROUND = (("44", 24), ("49", 8), ("85", 8))  # département, how many of its communes, the largest first
# profile, intensity, of a hundred neighbours: half do well, the others each have one trouble
MIX = (
    ("sound", 0.0, 52),
    ("contract_no_coproduction", 0.9, 12),
    ("great_absentees", 0.7, 12),
    ("rare_meetings", 0.8, 12),
    ("broken_commitments", 0.7, 12),
)  # fmt: skip


def write(*, actor: Actor, count: int, today: date) -> list[Partnership]:
    """Insert about `count` invented partnerships in the communes around; all of them, in order."""
    places, first = communes(), 1
    for rank, (profile, intensity, share) in enumerate(MIX):
        size = max(1, round(count * share / 100))
        made = generate(
            profile=profile, intensity=intensity, count=size, years=YEARS, seed=SEED + rank, end=today
        )
        insert_scenario(actor=actor, made=made, name=f"voisins-{profile}", places=places, first=first)
        first += size
    return list(Partnership.objects.filter(key__startswith="scenario-voisins-").order_by("pk"))


def communes() -> list[str]:
    """The largest communes of each département around, but for the one of the demonstration itself."""
    return [code for department, most in AROUND for code in _largest(department)[:most]]


def _largest(department: str) -> list[str]:
    facts = [territory.facts(code) for code in territory.communes_of(f"dep:{department}")]
    known = [row for row in facts if row is not None and row.code != PLACE]
    return [row.code for row in sorted(known, key=lambda row: -(row.population or 0))]


def follow(*, actor: Actor, rows: list[Partnership], role: Role, of: Partnership, department: str) -> int:
    """The holder of a role at the demonstration holds it in its département too; how many more."""
    held = Membership.objects.select_related("user").get(partnership=of, role=role.value)
    near = [row for row in rows if territory.facts(row.place).department == department]  # type: ignore[union-attr]
    for row in near:
        accounts.grant_role(actor=actor, user=held.user, partnership=row, role=role, on=row.opened)
    return len(near)
