"""What waits for who answers for an institution: « Mes engagements », and the first page of a partner."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.bodies.selectors import commitments, follow_up, handover
from maillage.institutions.models import Partnership
from maillage.kernel import Actor


def page(*, partnership: Partnership, actor: Actor, on: date) -> dict[str, Any]:
    """What mine owe, what is asked of them, their meetings, what others owe; with the sentence on top."""
    who: dict[str, Any] = {"partnership": partnership, "actor": actor, "on": on}
    mine, asked = commitments.mine(**who), follow_up.asked_of(**who)
    late, speaks = sum(bool(line.late) for line in mine), bool(actor.institutions)
    return {
        "mine": mine, "kept": commitments.kept(**who), "promised": commitments.promised_to(**who),
        "meetings": follow_up.next_meetings(**who), "asked": asked, "today": on, "late": late,
        "speaks": speaks, "arrival": handover.arrival_of(partnership=partnership, actor=actor),
        "lead": _lead(speaks, late, len(mine), asked.count),
    }  # fmt: skip


def _lead(speaks: bool, late: int, awaited: int, asked: int) -> str:
    """Where mine stand, then what is asked of them."""
    if not speaks:
        return _(
            "Votre compte ne parle encore au nom d'aucune institution :"
            " demandez au coordonnateur de le rattacher."
        )
    if late:
        first = ngettext("Un engagement est en retard.", "%(n)s engagements sont en retard.", late) % {
            "n": late
        }
    elif awaited:
        first = ngettext("Un engagement est en cours, à l'heure.",
                         "%(n)s engagements sont en cours, à l'heure.", awaited) % {"n": awaited}  # fmt: skip
    else:
        first = _("Vous n'avez aucun engagement en cours.")
    if not asked:
        return first
    second = ngettext("Une réponse vous est demandée.", "%(n)s réponses vous sont demandées.", asked)
    return f"{first} {second % {'n': asked}}"
