"""Compose a diagnosis: gather, compute, freeze. The same evidence and words give the same version back."""

import hashlib
import json
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from maillage import __version__
from maillage.audit import journal
from maillage.diagnosis import indicators, selectors
from maillage.diagnosis.models import Diagnosis, Snapshot
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, BadInput

Years = tuple[int, int]


def open_diagnosis(
    *, actor: Actor, partnership: Partnership, on: date, years: Years | None = None
) -> Diagnosis:
    """Open the partnership's diagnosis on its own place, or give back the one at work."""
    with transaction.atomic():
        found = selectors.current(partnership=partnership)
        if found is not None:
            return found
        row = Diagnosis.objects.create(
            partnership=partnership, place=partnership.place, opened_on=on,
            first_year=years[0] if years else None, last_year=years[1] if years else None,
        )  # fmt: skip
        journal.append(actor=actor, act="diagnostic ouvert", subject=str(row.pk), partnership=partnership.key)
    return row


def figures_of(*, place: str, years: Years | None = None) -> list[dict[str, Any]]:
    """The figures of a place, without freezing anything. Raises BadInput on an unknown place or without
    data.
    """
    return indicators.figures(selectors.evidence(place=place, years=years))


def compose(
    *, actor: Actor, place: str, on: date, years: Years | None = None, partnership: Partnership | None = None
) -> Snapshot:
    """Freeze the diagnosis of a place, of a partnership when given. Two calls on the same evidence give one
    version.

    Raises BadInput when the place is unknown, has no imported figures, or is not the partnership's.
    """
    if partnership is not None and partnership.place != place:
        raise BadInput(f"« {place} » n'est pas le territoire de {partnership.name} ({partnership.place}).")
    content = indicators.content(selectors.evidence(place=place, years=years))
    with transaction.atomic():
        diagnosis = (
            open_diagnosis(actor=actor, partnership=partnership, on=on, years=years) if partnership else None
        )
        content["written"] = written_now(diagnosis=diagnosis)
        content["code_version"] = __version__
        content["partnership"] = partnership.name if partnership else ""
        content["fictitious"] = content["fictitious"] or bool(partnership and partnership.fictitious)
        return _freeze(actor, content, place, on, partnership, diagnosis)


def written_now(*, diagnosis: Diagnosis | None) -> dict[str, Any]:
    """The words as they stand, coded answers with their shares and intervals. Changes nothing."""
    return indicators.with_shares(selectors.written(diagnosis=diagnosis))


def _freeze(
    actor: Actor, content: dict[str, Any], place: str, on: date, partnership: Partnership | None,
    diagnosis: Diagnosis | None,
) -> Snapshot:  # fmt: skip
    body = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    digest = hashlib.sha256(body.encode()).hexdigest()
    own = Snapshot.objects.filter(partnership=partnership, place=place)
    same = own.order_by("-number").first()
    if same is not None and same.digest == digest:
        return same
    row = Snapshot.objects.create(
        partnership=partnership, diagnosis=diagnosis, place=place, computed_on=on, digest=digest, body=body,
        number=(own.aggregate(last=Max("number"))["last"] or 0) + 1, code_version=__version__,
        revision=diagnosis.revision if diagnosis else 0,
    )  # fmt: skip
    journal.append(
        actor=actor, act="diagnostic composé", subject=f"{place} version {row.number}",
        partnership=partnership.key if partnership else None,
        detail={"empreinte": digest, "publications": [release["id"] for release in content["releases"]]},
    )  # fmt: skip
    return row
