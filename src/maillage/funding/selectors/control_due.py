"""What controls ask of those who keep them, and of the bodies: for the week of each."""

from dataclasses import dataclass
from datetime import date, timedelta

from maillage.funding.models import Control, DrawBase
from maillage.funding.selectors import campaigns
from maillage.funding.vocabulary.controls import ControlPhase
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, Role

NEXT = {
    ControlPhase.DRAWN: "Annoncer le contrôle",
    ControlPhase.RECEIVED: "Examiner les pièces reçues",
    ControlPhase.SILENT: "Demander des éclaircissements",
    ControlPhase.CLEARED: "Conclure la phase amiable",
    ControlPhase.ANSWERED: "Faire le constat définitif",
    ControlPhase.UNANSWERED: "Faire le constat définitif",
    ControlPhase.FOUND: "Demander le reversement",
}
AFTER_SILENCE = {
    ControlPhase.ANNOUNCED: "Constater l'absence de réponse",
    ControlPhase.CLEARING: "Relancer",
    ControlPhase.REMINDED: "Ouvrir la phase contradictoire, ou prolonger l'échange",
    ControlPhase.ADVERSARIAL: "Constater l'absence de réponse",
    ControlPhase.RESTITUTION: "Suivre le reversement en retard",
}
ASKED = {
    ControlPhase.ANNOUNCED: "Envoyer les pièces du contrôle",
    ControlPhase.SILENT: "Envoyer les pièces du contrôle",
    ControlPhase.CLEARING: "Répondre à la demande d'éclaircissements",
    ControlPhase.REMINDED: "Répondre à la demande d'éclaircissements",
    ControlPhase.ADVERSARIAL: "Répondre dans la phase contradictoire",
    ControlPhase.UNANSWERED: "Répondre dans la phase contradictoire",
    ControlPhase.RESTITUTION: "Reverser la somme demandée",
}


@dataclass(frozen=True)
class Matter:
    """Something to do: what, why, by when, since how many days late, and the page where it is done."""

    what: str
    why: str
    due_on: date | None
    late: int
    url: str
    args: tuple[object, ...]


def matters(*, partnership: Partnership, on: date) -> list[Matter]:
    """What the keepers of the controls have to do: lists to draw, steps that wait, delays run out."""
    found = [_to_draw(partnership, base, on) for base in _undrawn(partnership)]
    rows = Control.objects.filter(
        campaign__partnership=partnership, campaign__withdrawn_on__isnull=True, withdrawn_on__isnull=True
    )
    for line in campaigns.lines(controls=list(campaigns.full(rows)), on=on):
        found += _of_keeper(partnership, line)
    return sorted(found, key=_order)


def asked_of(*, partnership: Partnership, actor: Actor, on: date) -> list[Matter]:
    """What the bodies that the actor represents are asked for."""
    if not actor.holds(Role.PARTNER):
        return []
    rows = campaigns.of_institutions(partnership=partnership, institutions=actor.institutions)
    found = []
    for line in campaigns.lines(controls=rows, on=on):
        words = ASKED.get(line.phase)
        if words and not (line.phase is ControlPhase.RESTITUTION and not line.sums.remaining):
            found.append(_matter(partnership, line, words, on))
    return sorted(found, key=_order)


def _undrawn(partnership: Partnership) -> list[DrawBase]:
    rows = DrawBase.objects.filter(
        campaign__partnership=partnership, campaign__withdrawn_on__isnull=True, withdrawn_on__isnull=True,
        drawn_on__isnull=True,
    )  # fmt: skip
    return list(rows.select_related("campaign"))


def _to_draw(partnership: Partnership, base: DrawBase, on: date) -> Matter:
    return Matter(
        "Tirer les organismes à contrôler", base.campaign.title, base.published_on,
        max((on - base.published_on).days, 0), "funding:campaign", (partnership.key, base.campaign_id),
    )  # fmt: skip


def _of_keeper(partnership: Partnership, line: campaigns.Line) -> list[Matter]:
    on_time = NEXT.get(line.phase)
    if line.phase is ControlPhase.RESTITUTION and not line.sums.remaining:
        on_time = "Clore le contrôle : tout est soldé"
    if on_time:
        return [_plain(partnership, line, on_time)]
    words = AFTER_SILENCE.get(line.phase) if line.late else None
    return [_matter(partnership, line, words, line.on)] if words else []


def _plain(partnership: Partnership, line: campaigns.Line, words: str) -> Matter:
    return Matter(words, _why(line), None, 0, "funding:control", (partnership.key, line.row.pk))


def _matter(partnership: Partnership, line: campaigns.Line, words: str, on: date) -> Matter:
    due = line.due_on
    late = max((on - due) // timedelta(days=1), 0) if due else 0
    return Matter(words, _why(line), due, late, "funding:control", (partnership.key, line.row.pk))


def _why(line: campaigns.Line) -> str:
    return f"{line.row.institution.label}, {line.row.campaign.title} : {line.phase.label}"


def _order(row: Matter) -> tuple[bool, date, str]:
    return (row.due_on is None, row.due_on or date.max, row.why)
