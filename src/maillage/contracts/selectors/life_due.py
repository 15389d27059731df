"""What the life of contracts asks of somebody: for the week of the coordinator and of each institution."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from maillage.contracts.models import Contract, IndicatorDue, Opinion, Review, Version
from maillage.contracts.vocabulary import ContractState
from maillage.contracts.vocabulary.life import VersionState
from maillage.institutions.models import Partnership
from maillage.kernel import Actor

SOON = timedelta(days=14)  # how early a value or a review is said
OVER = (ContractState.ENDED.value, ContractState.DROPPED.value)
LIVE = Q(withdrawn_on__isnull=True)


@dataclass(frozen=True)
class Matter:
    """One thing to do: what, why, by when, whether that day is past, and the page where it is done."""

    what: str
    why: str
    due_on: date | None
    late: bool
    name: str  # of the route
    args: tuple[object, ...]


def matters(*, partnership: Partnership, on: date) -> list[Matter]:
    """What the coordinator follows: signatures and opinions awaited, values and reviews due."""
    found = [
        *_signatures(partnership), *_opinions(partnership), *_values(partnership, on, None),
        *_reviews(partnership, on),
    ]  # fmt: skip
    return sorted(found, key=_order)


def asked_of(*, partnership: Partnership, actor: Actor, on: date) -> list[Matter]:
    """What is asked of those the actor represents: to sign, to give an opinion, to fill values."""
    mine = actor.institutions
    if not mine:
        return []
    found = [
        *_to_sign(partnership, mine), *_to_opine(partnership, mine), *_values(partnership, on, mine),
    ]  # fmt: skip
    return sorted(found, key=_order)


def _order(row: Matter) -> tuple[bool, date, str]:
    return not row.late, row.due_on or date.max, row.what


def _open_versions(partnership: Partnership) -> Iterator[tuple[Version, list[tuple[int, str]]]]:
    """The texts out for signature, each with the institutions whose signature lacks."""
    rows = Version.objects.filter(contract__partnership=partnership, state=VersionState.OPEN.value)
    for row in rows.select_related("contract").prefetch_related(
        "contract__signatories__institution", "signatures"
    ):
        signed = {one.institution_id for one in row.signatures.all() if one.withdrawn_on is None}
        asked = [one for one in row.contract.signatories.all() if one.withdrawn_on is None]
        yield (
            row,
            [
                (one.institution_id, one.institution.label)
                for one in asked
                if one.institution_id not in signed
            ],
        )


def _signatures(partnership: Partnership) -> Iterator[Matter]:
    for version, awaited in _open_versions(partnership):
        if awaited:
            names = ", ".join(name for _, name in awaited)
            why = f"À la signature depuis le {version.made_on:%d/%m/%Y} ; il manque : {names}."
            yield _matter(f"Faire signer « {version.contract.title} »", why, version.contract, "signature")


def _to_sign(partnership: Partnership, mine: frozenset[int]) -> Iterator[Matter]:
    for version, awaited in _open_versions(partnership):
        for institution, name in awaited:
            if institution in mine:
                why = (
                    f"Version {version.number}, à la signature depuis le {version.made_on:%d/%m/%Y} ({name})."
                )
                yield _matter(f"Signer « {version.contract.title} »", why, version.contract, "signature")


def _matter(what: str, why: str, contract: Contract, page: str) -> Matter:
    return Matter(what, why, None, False, f"contracts:{page}", (contract.pk,))


def _asked(partnership: Partnership) -> list[Opinion]:
    rows = Opinion.objects.filter(LIVE, contract__partnership=partnership, given_on__isnull=True)
    rows = rows.exclude(contract__state__in=OVER).select_related("institution", "sheet", "contract")
    return list(rows.order_by("asked_on", "id"))


def _subject(row: Opinion) -> str:
    return f"la fiche « {row.sheet.title} »" if row.sheet else f"« {row.contract.title} »"


def _opinions(partnership: Partnership) -> Iterator[Matter]:
    for row in _asked(partnership):
        what = f"Relancer {row.institution.label} pour son avis sur {_subject(row)}"
        yield Matter(
            what, f"Demandé le {row.asked_on:%d/%m/%Y}.", None, False, "contracts:give_opinion", (row.pk,)
        )


def _to_opine(partnership: Partnership, mine: frozenset[int]) -> Iterator[Matter]:
    for row in _asked(partnership):
        if row.institution_id in mine:
            what = f"Donner un avis sur {_subject(row)}"
            why = f"Demandé à {row.institution.label} le {row.asked_on:%d/%m/%Y}."
            yield Matter(what, why, None, False, "contracts:give_opinion", (row.pk,))


def _values(partnership: Partnership, on: date, mine: frozenset[int] | None) -> Iterator[Matter]:
    rows = IndicatorDue.objects.filter(
        LIVE, filled_on__isnull=True, due_on__lte=on + SOON, indicator__withdrawn_on__isnull=True,
        indicator__sheet__withdrawn_on__isnull=True, indicator__sheet__contract__partnership=partnership,
    ).exclude(indicator__sheet__contract__state__in=OVER)  # fmt: skip
    if mine is not None:
        rows = rows.filter(indicator__sheet__pilot__in=mine)
    for row in rows.select_related("indicator__sheet").order_by("due_on", "id"):
        what = f"Remplir « {row.indicator.name} »"
        why = f"Valeur attendue le {row.due_on:%d/%m/%Y}, {row.indicator.sheet}."
        yield Matter(what, why, row.due_on, row.due_on < on, "contracts:fill_value", (row.pk,))


def _reviews(partnership: Partnership, on: date) -> Iterator[Matter]:
    rows = Review.objects.filter(
        sheet__contract__partnership=partnership, sheet__withdrawn_on__isnull=True, held_on__isnull=True,
        dropped_on__isnull=True, planned_on__lte=on + SOON,
    ).exclude(sheet__contract__state__in=OVER)  # fmt: skip
    for row in rows.select_related("sheet").order_by("planned_on", "id"):
        what = f"Tenir la revue de « {row.sheet.title} »"
        why = f"Prévue le {row.planned_on:%d/%m/%Y}."
        yield Matter(what, why, row.planned_on, row.planned_on < on, "contracts:hold_review", (row.pk,))
