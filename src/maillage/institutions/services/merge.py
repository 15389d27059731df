"""Two cards later found to be one: every row that pointed to the absorbed one now points to the survivor.

The walk follows the relations that the tables themselves declare, so that packages above are served without
being known here, and a table added tomorrow is served too.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from maillage.audit import journal
from maillage.institutions.models import Institution, Person, Position
from maillage.institutions.services import gate
from maillage.kernel import Actor, BadInput, folded

Card = TypeVar("Card", Institution, Person)
FILLED = {Institution: ("short_name", "siret", "email", "place"), Person: ("civility", "email", "phone")}


def moves(*, absorbed: Institution | Person) -> dict[str, int]:
    """What would move, in words: « siège » 3, « engagement » 12."""
    counted: dict[str, int] = {}
    for relation in _relations(absorbed):
        if n := _rows(relation, absorbed).count():
            label = str(_model(relation)._meta.verbose_name)
            counted[label] = counted.get(label, 0) + n
    return counted


def merge(*, actor: Actor, survivor: Card, absorbed: Card, on: Any) -> Card:
    """Bring `absorbed` into `survivor`, which keeps its values and takes the missing ones.

    The absorbed card stays, put away and pointing to the survivor; a person's contact data leave it.
    Raises BadInput: not of the same directory, itself, or rows that cannot belong to one institution.
    """
    gate.check_writes(actor, survivor.partnership, "fiches réunies")
    if absorbed.merged_into_id == survivor.pk:
        return survivor
    _check(survivor, absorbed)
    with transaction.atomic():
        gate.hold(survivor.partnership)
        counted = moves(absorbed=absorbed)
        _move_all(survivor, absorbed)
        doubles = _drop_doubles(survivor)
        _settle(survivor, absorbed, on)
        kind = "institution" if isinstance(survivor, Institution) else "personne"
        journal.append(
            actor=actor, act=f"{kind}s réunies", subject=f"{kind}:{survivor.pk}",
            partnership=survivor.partnership.key,
            detail={"absorbée": absorbed.pk, "déplacé": counted, "doublons retirés": doubles},
        )  # fmt: skip
    return survivor


def _check(survivor: Institution | Person, absorbed: Institution | Person) -> None:
    if survivor.pk == absorbed.pk:
        raise BadInput("Choisissez deux fiches différentes.")
    if survivor.partnership_id != absorbed.partnership_id:
        raise BadInput("Les deux fiches ne sont pas dans le même annuaire.")
    for row in (survivor, absorbed):
        if row.merged_into_id:
            raise BadInput(f"{row} a déjà été réunie à une autre fiche : partez de celle qui reste.")


def _relations(row: models.Model) -> Iterator[Any]:
    """The foreign keys and the many-to-many tables that point to this row, from any package."""
    yield from row._meta.related_objects


def _model(relation: Any) -> Any:
    return relation.related_model


def _rows(relation: Any, row: models.Model) -> Any:
    return _model(relation)._default_manager.filter(**{relation.field.name: row})


def _move_all(survivor: models.Model, absorbed: models.Model) -> None:
    stuck: list[str] = []
    for relation in _relations(absorbed):
        move = _move_links if relation.many_to_many else _move_rows
        stuck += move(relation, survivor, absorbed)
    if stuck:
        raise BadInput(
            f"{survivor} et {absorbed} ne peuvent pas être réunies : {' ; '.join(stuck[:5])}. "
            "Retirez d'abord ce qui les oppose."
        )


def _move_links(relation: Any, survivor: Any, absorbed: Any) -> list[str]:
    for row in _rows(relation, absorbed):
        links = getattr(row, relation.field.name)
        links.add(survivor)
        links.remove(absorbed)
    return []


def _move_rows(relation: Any, survivor: models.Model, absorbed: models.Model) -> list[str]:
    name, stuck = relation.field.name, []
    for row in _rows(relation, absorbed):
        if row == survivor:  # the survivor depended on the absorbed one
            setattr(survivor, name, getattr(absorbed, name))
            row = survivor
        else:
            setattr(row, name, survivor)
        try:
            with transaction.atomic():
                row.save(update_fields=[name])
        except IntegrityError:
            stuck.append(f"« {_model(relation)._meta.verbose_name} » n° {row.pk} ({row})")
    return stuck


def _drop_doubles(survivor: Institution | Person) -> int:
    """The same function of the same person, known under both cards, is kept once."""
    seen: set[tuple[Any, ...]] = set()
    doubles = []
    for row in survivor.positions.order_by("start", "pk"):
        mark = (row.person_id, row.institution_id, folded(row.title), row.start, row.end)
        if mark in seen:
            doubles.append(row.pk)
        seen.add(mark)
    Position.objects.filter(pk__in=doubles).delete()
    return len(doubles)


def _settle(survivor: Any, absorbed: Any, on: Any) -> None:
    names = FILLED[type(survivor)]
    gained = {name: getattr(absorbed, name) for name in names if not getattr(survivor, name)}
    wiped = ["email", "phone"] if isinstance(absorbed, Person) else []
    for name in wiped:
        setattr(absorbed, name, "")
    absorbed.merged_into, absorbed.archived_on = survivor, absorbed.archived_on or on
    absorbed.save(update_fields=["merged_into", "archived_on", *wiped])
    _check_no_circle(survivor)
    for name, value in gained.items():
        setattr(survivor, name, value)
    survivor.revision += 1
    survivor.save(update_fields=[*gained, "revision"])


def _check_no_circle(survivor: Any) -> None:
    above, seen = getattr(survivor, "parent", None), {survivor.pk}
    while above is not None:
        if above.pk in seen:
            raise BadInput(
                f"{above} dépendrait de {survivor}, qui en dépend : changez d'abord son rattachement."
            )
        seen.add(above.pk)
        above = type(survivor)._default_manager.get(pk=above.pk).parent
