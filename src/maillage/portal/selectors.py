"""Questions across domains: what a partnership should do next, and how its figures are made."""

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
from maillage.datasets import selectors as datasets
from maillage.diagnosis import selectors as diagnosis
from maillage.institutions.models import Partnership
from maillage.portal.vocabulary import Step
from maillage.territory import selectors as territory

PACKAGE = Path(__file__).resolve().parents[1]
CARDS = (PACKAGE / "portal" / "methodes", PACKAGE.parents[1] / "docs" / "reference" / "methodes")


@dataclass(frozen=True)
class Card:
    """One method card, as HTML."""

    slug: str
    html: str


@cache
def method_cards() -> tuple[Card, ...]:
    """The method cards: beside the code when installed, in the documentation of a working copy."""
    folder = next((path for path in CARDS if path.is_dir()), None)
    files = sorted(folder.glob("*.md")) if folder else []
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    return tuple(Card(path.stem, _demote(reader.render(path.read_text("utf-8")))) for path in files)


def _demote(html: str) -> str:
    for level in (3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 1}>").replace(f"</h{level}>", f"</h{level + 1}>")
    return html


def first_page(*, partnership: Partnership, on: date) -> dict[str, Any]:
    """What the workspace's first page shows: next steps with their reason, and the law in one sentence."""
    place = territory.place(partnership.place)
    steps = _steps(partnership, on)
    waiting = sum(not step.done for step in steps)
    lead = (
        _("Il reste %(n)s choses à faire avant le premier diagnostic partagé.") % {"n": waiting}
        if waiting > 1
        else _("Il reste une chose à faire.") if waiting else _("Le diagnostic est prêt à être discuté.")
    )  # fmt: skip
    return {
        "place": place, "steps": steps, "lead": lead, "duties": duties(partnership.place, on), "today": on,
        "merged": territory.obsolete_sentence(partnership.place, since=partnership.opened),
    }  # fmt: skip


def duties(place: str, on: date) -> str:
    """How many duties apply on that day, how many are unsure: one sentence."""
    facts = territory.facts(place)
    if facts is None:
        return _("Ce territoire n'est pas connu du code officiel géographique livré.")
    answers = law.answers(facts, on)
    sure = sum(row.applies is True for row in answers)
    unsure = sum(row.applies is None for row in answers)
    return _("%(sure)s règles s'appliquent ici ; %(unsure)s restent à confirmer.") % {
        "sure": sure,
        "unsure": unsure,
    }


def _steps(partnership: Partnership, on: date) -> list[Step]:
    key = partnership.key
    releases, snapshot = datasets.releases(), diagnosis.latest_snapshot(partnership=partnership)
    members = len({row.user_id for row in accounts.members(partnership=partnership, on=on)})
    return [
        Step(
            _("Inviter les partenaires"),
            _("Un partenariat se mène à plusieurs : %(n)s compte pour l'instant.") % {"n": members}
            if members == 1
            else _("%(n)s comptes ont un rôle ici.") % {"n": members},
            reverse("portal:members", args=[key]),
            members > 1,
        ),
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
            else _("Dernière version : %(day)s.") % {"day": f"{snapshot.computed_on:%d/%m/%Y}"},
            reverse("diagnosis:page", args=[key]),
            snapshot is not None,
        ),
    ]
