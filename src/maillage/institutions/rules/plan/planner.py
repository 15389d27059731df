"""From the rows of a file and the directory as it stands to the plan.

An empty cell overwrites nothing; nobody is taken for a namesake without being asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from maillage.institutions.rules import guess, identifiers, likeness
from maillage.institutions.rules.plan.facts import Known, KnownInstitution, KnownPerson, KnownPosition
from maillage.institutions.rules.plan.steps import Change, Doubt, Plan, Step, key
from maillage.institutions.vocabulary import (
    COLLEGES,
    SECTORS,
    DirectoryReject,
    DirectoryRow,
    DirectorySheet,
    Fate,
    InstitutionKind,
    Level,
)
from maillage.kernel import BadInput, Term, folded

UNTITLED = "fonction non précisée"
LABELS = {
    "short_name": "nom court", "email": "adresse électronique", "place": "territoire", "kind": "genre",
    "sector": "secteur", "college": "collège", "siret": "SIRET", "phone": "téléphone",
    "civility": "civilité", "level": "niveau", "may_commit": "peut engager son institution",
    "mandate_on": "mandat écrit du", "end": "jusqu'au", "archived_on": "rangée le",
}  # fmt: skip


def draw(sheet: DirectorySheet, known: Known, *, on: date, choices: Mapping[str, str] | None = None) -> Plan:
    """The plan of this file on that day. `choices`: doubt -> identity of the row it is, as text."""
    planner = _Planner(known, on, choices or {})
    planner.plan.rejects = list(sheet.rejects)
    planner.plan.ignored = sheet.ignored
    for row in sheet.rows:
        try:
            planner.add(row)
        except BadInput as error:
            planner.plan.rejects.append(DirectoryReject(row.line, str(error)))
    planner.plan.rejects.sort(key=lambda reject: reject.line)
    return planner.plan


class _Planner:
    def __init__(self, known: Known, on: date, choices: Mapping[str, str]) -> None:
        self.known, self.on, self.choices = known, on, choices
        self.plan = Plan()
        self.found: dict[tuple[str, object], str] = {}  # SIRET, address or identity -> key of its step

    def add(self, row: DirectoryRow) -> None:
        """Plan one row whole, or raise BadInput and leave the plan as it was."""
        row = replace(row, siret=identifiers.siret(row.siret))
        place = self._institution(row)
        person = self._person(row, place) if row.person else None
        position = self._position(row, person, place) if person else None
        doubts = [self._doubt(row, place), self._doubt(row, person, place)]
        self.plan.institutions[place.key] = place
        self._remember(place, "siret", row.siret)
        if person and position:
            self.plan.people[person.key] = person
            self._remember(person, "email", row.email)
            self.plan.positions.setdefault(position.key, position)
        self.plan.doubts |= {doubt.key: doubt for doubt in doubts if doubt}

    def _remember(self, step: Step, what: str, value: str) -> None:
        if value:
            self.found[what, value] = step.key
        if step.known is not None:
            self.found[f"{what} of", step.known] = step.key

    def _seen(self, what: str, value: object) -> str:
        return self.found.get((what, value), "")

    # institutions

    def _institution(self, row: DirectoryRow) -> Step:
        name = likeness.signature(row.institution)
        made, steps = key("i", name), self.plan.institutions
        step = steps.get(self._seen("siret", row.siret)) or steps.get(made)
        if step:
            return self._same_institution(step, row)
        like = self.known.like_institution(name=row.institution, email=row.service_email)
        known = self.known.institution(siret=row.siret, name=row.institution) or self._chosen(made, like)
        if known is None:
            return _new_institution(made, row)
        twin = steps.get(self._seen("siret of", known.id))
        return self._same_institution(twin, row) if twin else _known_institution(made, known, row)

    def _chosen(self, made: str, like: Any) -> Any:
        return like if like and self.choices.get(made) == str(like.id) else None

    def _doubt(self, row: DirectoryRow, step: Step | None, place: Step | None = None) -> Doubt | None:
        if step is None or (step.known is not None and step.key not in self.choices):
            return None
        like: KnownInstitution | KnownPerson | None
        if place is None:
            if self.known.institution(siret=row.siret, name=row.institution):
                return None
            like = self.known.like_institution(name=row.institution, email=row.service_email)
        else:
            like = self.known.like_person(name=row.person, institution=place.known)
        if like is None:
            return None
        return Doubt(step.key, row.line, step.name, like.id, like.name, is_person=place is not None)

    def _same_institution(self, step: Step, row: DirectoryRow) -> Step:
        if row.siret and step.siret and row.siret != step.siret:
            raise BadInput(
                f"{step.name} a deux SIRET ({step.siret} à la ligne {step.line} ou dans l'annuaire, puis "
                f"{row.siret})."
            )
        known = self.known.institutions_by_id.get(step.known) if step.known is not None else None
        merged = _filled(step, known, _given(row) | {"siret": row.siret})
        merged.siret = step.siret or row.siret
        return merged

    # people

    def _person(self, row: DirectoryRow, place: Step) -> Step:
        made = key("p", likeness.signature(row.person), place.key)
        steps = self.plan.people
        step = steps.get(self._seen("email", row.email)) or steps.get(made)
        if step:
            return self._same_person(step, row)
        known = self.known.person_of(email=row.email)
        if known and not likeness.near(known.name, row.person):
            raise BadInput(
                f"L'adresse {row.email} est déjà celle de {known.name} : donnez à {row.person} la sienne, "
                "ou laissez la case vide."
            )
        known = known or self.known.person_in(name=row.person, institution=place.known, email=row.email)
        like = self.known.like_person(name=row.person, institution=place.known)
        known = known or self._chosen(made, like)
        if known is None:
            return _new_person(made, row)
        twin = steps.get(self._seen("email of", known.id))
        return self._same_person(twin, row) if twin else _known_person(made, known, row)

    def _same_person(self, step: Step, row: DirectoryRow) -> Step:
        if not likeness.near(step.name, row.person):
            raise BadInput(
                f"L'adresse {row.email} sert à deux personnes ({step.name} à la ligne {step.line}, puis "
                f"{row.person}) : donnez à chacune la sienne."
            )
        known = self.known.people_by_id.get(step.known) if step.known is not None else None
        return _filled(step, known, {"civility": row.civility, "email": row.email, "phone": row.phone})

    # functions

    def _position(self, row: DirectoryRow, person: Step, place: Step) -> Step:
        title = row.title or UNTITLED
        made = key("f", person.key, place.key, folded(title), row.start, row.end)
        held = self.known.held(person=person.known, institution=place.known)
        known = _held(held, row, self.on)
        owners = (person.key, place.key)
        name = f"{person.name}, {title}"
        if known is None:
            return _new_position(Step(made, row.line, name, Fate.CREATED, owners=owners), row, self.on)
        given: dict[str, Any] = {"level": row.level, "may_commit": row.may_commit}
        given |= {"mandate_on": row.mandate_on, "end": row.end}
        step = Step(made, row.line, name, Fate.SAME, known.id, owners=owners)
        if row.end and row.end < known.start:
            raise BadInput(
                f"{person.name} : la fin ({row.end:%d/%m/%Y}) précède le début connu "
                f"({known.start:%d/%m/%Y})."
            )
        return _compared(step, known, given)


def _new_institution(made: str, row: DirectoryRow) -> Step:
    kind = row.kind or guess.kind(row.institution) or InstitutionKind.OTHER
    step = Step(made, row.line, row.institution, Fate.CREATED, siret=row.siret)
    if row.kind is None:
        step.supposed.append(f"genre : {kind.label}")
    step.values = {
        "name": row.institution, "short_name": row.short_name, "siret": row.siret, "place": row.place,
        "email": row.service_email, "kind": kind.value, "sector": (row.sector or SECTORS[kind]).value,
        "college": (row.college or COLLEGES[kind]).value,
    }  # fmt: skip
    return step


def _given(row: DirectoryRow) -> dict[str, Any]:
    return {
        "short_name": row.short_name, "email": row.service_email, "place": row.place, "kind": row.kind,
        "sector": row.sector, "college": row.college,
    }  # fmt: skip


def _known_institution(made: str, known: KnownInstitution, row: DirectoryRow) -> Step:
    if row.siret and known.siret and row.siret != known.siret:
        raise BadInput(
            f"{known.name} porte le SIRET {known.siret} dans l'annuaire, et {row.siret} dans le fichier : "
            "ce sont deux institutions, ou l'un des deux est faux."
        )
    step = Step(made, row.line, known.name, Fate.SAME, known.id, siret=known.siret or row.siret)
    if known.archived:
        step.values["archived_on"] = None
        step.changes.append(Change("annuaire", "rangée", "remise"))
        step.fate = Fate.CHANGED
    return _compared(step, known, _given(row) | {"siret": row.siret})


def _new_person(made: str, row: DirectoryRow) -> Step:
    values = {"name": row.person, "civility": row.civility, "email": row.email, "phone": row.phone}
    return Step(made, row.line, row.person, Fate.CREATED, values=values)


def _known_person(made: str, known: KnownPerson, row: DirectoryRow) -> Step:
    step = Step(made, row.line, known.name, Fate.SAME, known.id)
    if known.archived:
        step.values["archived_on"] = None
        step.changes.append(Change("annuaire", "rangée", "remise"))
        step.fate = Fate.CHANGED
    return _compared(step, known, {"civility": row.civility, "email": row.email, "phone": row.phone})


def _filled(step: Step, known: Any, given: Mapping[str, Any]) -> Step:
    """A second line on the same card fills what the first left empty; what it repeats otherwise is left."""
    merged = replace(step, values=dict(step.values), changes=list(step.changes), supposed=list(step.supposed))
    missing = {name: value for name, value in given.items() if not merged.values.get(name)}
    if known is not None:
        return _compared(merged, known, missing)
    merged.values |= {name: _plain(value) for name, value in missing.items() if value}
    return merged


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Term) else value


def _held(held: Iterable[KnownPosition], row: DirectoryRow, on: date) -> KnownPosition | None:
    """The function that this line speaks of: the same title, running, or begun or ended on the same day."""
    rows = [known for known in held if not row.title or folded(known.title) == folded(row.title)]
    dated = [known for known in rows if known.start == row.start or (known.end and known.end == row.end)]
    running = [known for known in rows if known.end is None or known.end >= (row.start or on)]
    return next(iter([*dated, *running]), None)


def _new_position(step: Step, row: DirectoryRow, on: date) -> Step:
    level = row.level or guess.level(row.title) or Level.MIDDLE
    if row.level is None:
        step.supposed.append(f"niveau : {level.label}")
    if row.start is None:
        step.supposed.append("depuis le jour de l'import")
    start = row.start or min(on, row.end or on)
    step.values = {
        "title": row.title or UNTITLED, "level": level.value, "may_commit": row.may_commit,
        "mandate_on": row.mandate_on, "start": start, "end": row.end,
    }  # fmt: skip
    return step


def _compared(step: Step, known: Any, given: Mapping[str, Any]) -> Step:
    """The values that the file gives and that differ; an empty cell says nothing."""
    for name, value in given.items():
        plain = _plain(value)
        old = getattr(known, name)
        if plain in (None, "") or plain == old:
            continue
        step.values[name] = plain
        step.changes.append(Change(LABELS[name], _shown(name, old), _shown(name, plain)))
        step.fate = Fate.CHANGED
    return step


def _shown(name: str, value: Any) -> str:
    if value in (None, ""):
        return "vide"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    words: dict[str, Any] = {"level": Level, "kind": InstitutionKind}
    return str(words[name](value).label) if name in words else str(value)
