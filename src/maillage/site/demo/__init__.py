"""The demonstration: a real territory of Loire-Atlantique, invented figures and people, marked fictitious."""

import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from maillage.accounts import services as accounts
from maillage.accounts.models import Membership
from maillage.datasets import services as datasets
from maillage.diagnosis import services as diagnosis
from maillage.institutions import services as institutions
from maillage.institutions.models import Partnership
from maillage.institutions.vocabulary import PartnershipKind
from maillage.kernel import Actor, Role
from maillage.site import invented_base
from maillage.site.demo import (
    around,
    contract,
    diagnosis_words,
    gathered,
    links,
    looking,
    money,
    moves,
    neighbours,
    partners,
    year,
)
from maillage.territory import selectors as places

PLACE, KEY = "44143", "44143-clspd"
DEPARTMENTS = ("44", "49", "85")
SAMPLE = "donnee-data.gouv-2025-geographie2026-FICTIF-produit-le2026-06-25.csv.gz"
OPENED = date(2024, 1, 15)
NEIGHBOURS = 38  # thirty of the same kind are needed to compare; one in seven is of another
PEOPLE = {
    "coordinator": ("Maud Kerlann (fictive)", Role.COORDINATOR),
    "mayor": ("Alix Morvan (fictif)", Role.MAYOR),
    "partner": ("Dana Leroux (fictive)", Role.PARTNER),
    "first_line": ("Sacha Tanguy (fictif)", Role.FIRST_LINE),
    "prefecture": ("Noé Calvez (fictif)", Role.PREFECTURE),
    "prosecutor": ("Lou Guern (fictive)", Role.PROSECUTOR),
    "researcher": ("Inès Bellec (fictive)", Role.RESEARCHER),
    "dpo": ("Yann Prigent (fictif)", Role.DPO),
    "administrator": ("Eden Riou (fictif)", Role.ADMINISTRATOR),
}
ACTS_FOR = {
    Role.MAYOR: "town", Role.PARTNER: "school", Role.FIRST_LINE: "street", Role.PREFECTURE: "prefecture",
    Role.PROSECUTOR: "prosecutor",
}  # fmt: skip
Say = Callable[[str], None]


@dataclass(frozen=True)
class Demonstration:
    """What was built, and how to enter it."""

    key: str
    place: str
    password: str
    accounts: dict[str, str] = field(default_factory=dict)

    def instructions(self, port: int) -> list[str]:
        """What to read on the terminal."""
        return [
            "", f"Démonstration prête : http://127.0.0.1:{port}/p/{self.key}/",
            f"Compte du coordonnateur : {self.accounts['coordinator']}", f"Mot de passe : {self.password}",
            "Les autres comptes, avec le même mot de passe :",
            *(f"  {self.accounts[name]:36} {role.label}" for name, (_, role) in PEOPLE.items()
              if name != "coordinator"), "",
        ]  # fmt: skip


def build(*, actor: Actor, source: str, say: Say, beside: int = 0) -> Demonstration:
    """Build the demonstration, or find it again. `source`: an official file instead of the invented one.

    `beside`: how many invented partnerships stand around it, so that figures have something to compare with.
    """
    password = _password()
    addresses = {role: f"{role.replace('_', '-')}@exemple.invalid" for role in PEOPLE}
    built = Demonstration(KEY, PLACE, password, addresses)
    if Partnership.objects.filter(key=KEY).exists():
        return built
    say("Lecture des faits enregistrés")
    invented = _import(actor, source)
    here = institutions.open_partnership(
        actor=actor, place=PLACE, kind=PartnershipKind.CLSPD, on=OPENED, fictitious=True
    )
    _people(actor, here, addresses, password)
    say("Annuaire, instances et sièges")
    cast = partners.gather(actor=_coordinator(here), partnership=here, on=OPENED)
    _link(actor, cast)
    moves.write(actor=_coordinator(here), cast=cast, today=timezone.localdate())
    say("Deux années de réunions")
    year.write(actor=_coordinator(here), cast=cast, now=timezone.now())
    say("Traces, informations dues, passation")
    links.write(actor=_coordinator(here), cast=cast, today=timezone.localdate())
    say("Composition du diagnostic")
    _diagnosis(cast, invented, say)
    _look(actor, cast, beside, say)
    return built


def _password() -> str:
    path = settings.HOME / "demonstration.txt"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(f"essai-{secrets.token_hex(4)}")
    return path.read_text().strip()


def _import(actor: Actor, source: str) -> bool:
    """Import the official file given, or the invented one; True when the figures are invented."""
    if source:
        datasets.import_release(actor=actor, path=Path(source))
        return False
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / SAMPLE
        comparable = [row.code for row in places.comparable(PLACE)]
        invented_base.write(sample, departments=DEPARTMENTS, also=comparable, seed=44)
        datasets.import_release(actor=actor, path=sample)
    return True


def _people(actor: Actor, here: Partnership, addresses: dict[str, str], password: str) -> None:
    for role, (name, held) in PEOPLE.items():
        user = accounts.create_account(
            actor=actor, email=addresses[role], name=name, password=password,
            instance_admin=held is Role.ADMINISTRATOR,
        )  # fmt: skip
        if held is not Role.ADMINISTRATOR:
            accounts.grant_role(actor=actor, user=user, partnership=here, role=held, on=OPENED)


def _coordinator(here: Partnership) -> Actor:
    held = Membership.objects.select_related("user").get(partnership=here, role=Role.COORDINATOR.value)
    return Actor(held.user.pk, held.user.name, frozenset({Role.COORDINATOR}))


def _link(actor: Actor, cast: partners.Cast) -> None:
    """Say in whose name the accounts act: a role without its institution could answer for nobody."""
    for role, key in ACTS_FOR.items():
        held = Membership.objects.get(partnership=cast.here, role=role.value)
        accounts.link_role(
            actor=actor, membership=held, institution=cast.institutions[key], person=cast.people.get(key)
        )


def _diagnosis(cast: partners.Cast, invented: bool, say: Say) -> None:
    """A first version with the figures alone, then one with the words of partners; what they build on it."""
    here, today = cast.here, timezone.localdate()
    actor = _coordinator(here)
    diagnosis.compose(actor=actor, place=here.place, partnership=here, on=today)
    if invented:
        written = diagnosis_words.write(actor=actor, partnership=here, on=today)
        gathered.write(actor=actor, cast=cast, diagnosis=written, today=today)
        diagnosis.compose(actor=actor, place=here.place, partnership=here, on=today)
        say("Contrat et fiches-actions, argent et contrôles")
        signed = contract.write(actor=actor, cast=cast, diagnosis=written, today=today)
        purse = money.write(actor=actor, cast=cast, contract=signed, today=today)
        around.write(purse=purse)


def _look(actor: Actor, cast: partners.Cast, beside: int, say: Say) -> None:
    """The partnership looks at itself, among others where there are some."""
    here, today, coordinator = cast.here, timezone.localdate(), _coordinator(cast.here)
    say("Auto-évaluation et liens déclarés")
    looking.write(actor=coordinator, cast=cast, today=today)
    if beside:
        say(f"{beside} partenariats inventés autour")
        around_here = neighbours.write(actor=actor, count=beside, today=today)
        neighbours.follow(
            actor=actor, rows=around_here, role=Role.PREFECTURE, of=here, department=DEPARTMENTS[0]
        )
    say("État de santé")
    looking.compute(actor=coordinator, cast=cast, today=today)
    if beside:
        say("Tableaux du département et de l'installation")
        looking.compute_boards(actor=actor, today=today)
