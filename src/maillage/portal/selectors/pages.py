"""Questions across domains: what a partnership should do next, and how its figures are made."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markdown_it import MarkdownIt

from maillage import law
from maillage.accounts import selectors as accounts
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.bodies.models import Body
from maillage.datasets import selectors as datasets
from maillage.diagnosis import selectors as diagnosis
from maillage.diagnosis.models import Snapshot
from maillage.diagnosis.vocabulary import DiagnosisSection
from maillage.institutions.models import Institution, Partnership
from maillage.institutions.rules import usual_kind
from maillage.kernel import Actor, Role
from maillage.portal.selectors.doors import opens
from maillage.portal.vocabulary import Step
from maillage.territory import selectors as territory
from maillage.territory.vocabulary import LawFamily, PlaceKind
from maillage.ui.templatetags.typography import plain_date

PACKAGE = Path(__file__).resolve().parents[2]
CARDS = (PACKAGE / "portal" / "methodes", PACKAGE.parents[1] / "docs" / "reference" / "methodes")

ACCOUNT = "compte:"
COUNCIL = f"{LawFamily.COUNCIL.value}-"
SECTIONS = {str(row.value): row.label for row in DiagnosisSection}


@dataclass(frozen=True)
class Card:
    """One method card, as HTML."""

    slug: str
    title: str
    html: str


@cache
def method_cards() -> tuple[Card, ...]:
    """The method cards: beside the code when installed, in the documentation of a working copy."""
    folder = next((path for path in CARDS if path.is_dir()), None)
    files = [path for path in sorted(folder.glob("*.md")) if path.stem != "README"] if folder else []
    return tuple(_card(path.stem, path.read_text("utf-8")) for path in files)


def _card(slug: str, text: str) -> Card:
    """One card; a link to another card becomes a link inside the page."""
    title = next((line.lstrip("# ") for line in text.splitlines() if line.startswith("# ")), slug)
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    html = html.replace(
        "<table>", '<div class="scroll" role="group" tabindex="0" aria-label="Tableau"><table>'
    )
    html = html.replace("</table>", "</table></div>")
    return Card(slug, title, _demote(re.sub(r'href="([\w-]+)\.md"', r'href="#\1"', html)))


def _demote(html: str) -> str:
    for level in (3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 1}>").replace(f"</h{level}>", f"</h{level + 1}>")
    return html


def first_page(*, partnership: Partnership, actor: Actor, on: date) -> dict[str, Any]:
    """The workspace's first page: next steps, the place, the law in one sentence, the last diagnosis."""
    place, snapshot = territory.place(partnership.place), diagnosis.latest_snapshot(partnership=partnership)
    steps = _open(_steps(partnership, snapshot, on), actor)
    waiting = sum(not step.done for step in steps)
    return {
        "place": place, "steps": steps, "lead": _lead(waiting, snapshot is not None), "today": on,
        "law": duties(partnership.place, on), "merged": territory.obsolete_sentence(
            partnership.place, since=partnership.opened
        ),
        "parents": territory.parents(place) if place else [], "snapshot": snapshot,
        "reads_diagnosis": opens(reverse("diagnosis:page", args=[partnership.key]), actor),
    }  # fmt: skip


def _lead(waiting: int, composed: bool) -> str:
    if waiting:
        words = ngettext("Il reste une chose à faire.", "Il reste %(n)s choses à faire.", waiting)
        return words % {"n": waiting}
    return _("Le diagnostic est prêt à être discuté.") if composed else _("Rien ne vous attend aujourd'hui.")


def _open(steps: list[Step], actor: Actor) -> list[Step]:
    return [step for step in steps if opens(step.url, actor)]


def duties(place: str, on: date) -> dict[str, Any]:
    """The law here on that day: how many rules apply, how many are unsure, those on the council itself."""
    facts = territory.place(place)
    answers = law.answers(facts, on) if facts else []
    return {
        "known": facts is not None,
        "sure": sum(row.applies is True for row in answers),
        "unsure": sum(row.applies is None for row in answers),
        "council": [row for row in answers if row.id.startswith(COUNCIL) and row.applies is True],
        "doubtful": [row for row in answers if row.id.startswith(COUNCIL) and row.applies is None],
    }


def opening(*, place: str, on: date) -> dict[str, Any] | None:
    """What to know before opening a place's partnership; None when no table knows its code."""
    facts = territory.place(place)
    if facts is None:
        return None
    return {
        "facts": facts, "place_kind": PlaceKind(facts.kind).label, "parents": territory.parents(facts),
        "comparable": territory.comparable(facts.code)[:6], "law": duties(facts.code, on),
        "merged": territory.obsolete_sentence(facts.code), "kind": usual_kind(facts.kind),
    }  # fmt: skip


def journal_lines(entries: list[Entry]) -> list[Entry]:
    """Journal lines with a subject that people can read: an account's name, a section's title. One query."""
    accounts_named = {row.subject for row in entries if _is_account(row)}
    names = User.objects.in_bulk([int(subject.removeprefix(ACCOUNT)) for subject in accounts_named])
    for row in entries:
        row.shown = _subject(row, names)  # type: ignore[attr-defined]
    return entries


def _is_account(row: Entry) -> bool:
    """An account by its number; a yearly count was once written with the same word."""
    return row.subject.startswith(ACCOUNT) and row.subject.removeprefix(ACCOUNT).isdecimal()


def _subject(row: Entry, names: dict[int, User]) -> str:
    if _is_account(row):
        person = names.get(int(row.subject.removeprefix(ACCOUNT)))
        role = Role(row.detail["rôle"]).label if "rôle" in row.detail else ""
        return ", ".join(filter(None, [person.name if person else row.subject, role]))
    return SECTIONS.get(row.subject, row.subject)


def _steps(partnership: Partnership, snapshot: Snapshot | None, on: date) -> list[Step]:
    return [*_first_steps(partnership, on), *_diagnosis_steps(partnership, snapshot)]


def _first_steps(partnership: Partnership, on: date) -> list[Step]:
    """The council, the directory, the partners."""
    key = partnership.key
    members = len({row.user_id for row in accounts.members(partnership=partnership, on=on)})
    council = Body.objects.filter(partnership=partnership).exists()
    known = Institution.objects.filter(partnership=partnership).count()
    return [
        Step(
            _("Ouvrir le conseil"),
            _("Les instances sont là, avec leurs sièges.")
            if council
            else _("La loi du jour propose sa composition, ligne par ligne."),
            reverse("bodies:bodies" if council else "bodies:open_body", args=[key]),
            council,
        ),
        Step(
            _("Remplir l'annuaire"),
            ngettext("%(n)s institution y est.", "%(n)s institutions y sont.", known) % {"n": known}
            if known
            else _("Les institutions et leurs représentants : un fichier suffit pour commencer."),
            reverse("institutions:directory", args=[key]),
            known > 1,
        ),
        Step(
            _("Inviter les partenaires"),
            ngettext("Un partenariat se mène à plusieurs : %(n)s compte pour l'instant.",
                     "%(n)s comptes ont un rôle ici.", members) % {"n": members},
            reverse("portal:members", args=[key]),
            members > 1,
        ),
    ]  # fmt: skip


def _diagnosis_steps(partnership: Partnership, snapshot: Snapshot | None) -> list[Step]:
    """The data, then the diagnosis."""
    releases = datasets.releases()
    return [
        Step(
            _("Importer les faits enregistrés"),
            _("La base du ministère de l'intérieur, et les données du contexte.")
            if not releases
            else ngettext("%(n)s publication est déjà là.", "%(n)s publications sont déjà là.", len(releases))
            % {"n": len(releases)},
            reverse("datasets:releases"),
            bool(releases),
        ),
        Step(
            _("Composer le diagnostic"),
            _("Les chiffres, leurs intervalles, et ce qu'on ne peut pas savoir.")
            if snapshot is None
            else _("Dernière version : %(day)s.") % {"day": plain_date(snapshot.computed_on)},
            reverse("diagnosis:page", args=[partnership.key]),
            snapshot is not None,
        ),
    ]
