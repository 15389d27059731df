"""Minutes as a neutral structure built from a plain record: what each version says, before any format.

The record is what `selectors.minutes.record` gathers: text, numbers and ISO days only, so that its canonical
text can be hashed and read again in ten years.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from maillage.bodies.vocabulary import AttendanceState, ItemOutcome, StrategyUse
from maillage.ui.typography import WIDE, french_date

Record = Mapping[str, Any]
FIRST_PAGE, LINE = 2_200, 60  # signs of a first page; what a line of a table or a title takes of them
SAID_PRESENT = (AttendanceState.PRESENT.value, AttendanceState.DEPUTY.value)


@dataclass(frozen=True)
class Title:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Words:
    text: str
    lead: bool = False


@dataclass(frozen=True)
class Points:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Ruling:
    number: int
    text: str
    detail: str
    dissents: tuple[tuple[str, str], ...] = ()


Block = Title | Words | Points | Grid | Ruling


def canonical(record: Record) -> tuple[str, str]:
    """The record as its one JSON text, and the SHA-256 of that text."""
    body = json.dumps(record, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return body, hashlib.sha256(body.encode()).hexdigest()


def public(record: Record) -> dict[str, Any]:
    """The same record without what is restricted, and without any person: institutions and seats only.

    Left out: restricted items, their decisions and commitments; the positions of State services; names.
    """
    hidden = {row["number"] for row in record["items"] if row["restricted"]}
    items = [row | {"positions": []} for row in record["items"] if row["number"] not in hidden]
    decisions = [row for row in record["decisions"] if not row["restricted"] and row["item"] not in hidden]
    kept = {
        name: [row for row in record[name] if not row["restricted"]] for name in ("due", "new")
    }  # fmt: skip
    presence = [{key: row[key] for key in row if key != "person"} for row in record["presence"]]
    left_out = {
        "items": len(hidden),
        "decisions": len(record["decisions"]) - len(decisions),
        "commitments": sum(len(record[name]) - len(kept[name]) for name in kept),
    }
    return {**record, **kept, "items": items, "decisions": decisions, "presence": presence,
            "secretary": "", "left_out": left_out}  # fmt: skip


def heading(record: Record) -> str:
    """« Compte rendu de la formation plénière du jeudi 12 novembre 2026, 10 h, hôtel de ville »."""
    day = date.fromisoformat(record["day"])
    parts = [
        f"Compte rendu de la {record['formation']} du {WEEKDAYS[day.weekday()]} {french_date(day)}",
        record["hour"] + (f" à {record['ended']}" if record["ended"] else ""),
        record["location"],
    ]
    return ", ".join(part for part in parts if part)


def first_page(rows: list[Block]) -> list[Block]:
    """What the first page holds, for the sheet shown beside the record: whole blocks, within its room."""
    room = FIRST_PAGE
    kept: list[Block] = []
    for row in rows:
        room -= _weight(row)
        if room < 0 and kept:
            break
        kept.append(row)
    return kept[:-1] if kept and isinstance(kept[-1], Title) and len(kept) < len(rows) else kept


def _weight(row: Block) -> int:
    if isinstance(row, Grid):
        return LINE * (len(row.rows) + 2)
    if isinstance(row, Points):
        return sum(LINE + len(item) for item in row.items)
    return LINE + len(row.text)


def blocks(record: Record) -> list[Block]:
    """The minutes in reading order; a version is made by giving the record or its public part."""
    return [
        *_frame(record),
        *_presence(record),
        *_agenda(record),
        *_matters(record),
        *_commitments(record),
        *_ending(record),
    ]


def _frame(record: Record) -> Iterator[Block]:
    yield Title("Cadre de la réunion")
    yield Words(_convened(record))
    if record["legal"]:
        yield Words("Textes appliqués à cette date : " + " ; ".join(record["legal"]) + ".")
    if record["event"]:
        yield Words(f"Réunion provoquée par un événement : {record['event']}.")
    if record["asked_by_right"]:
        yield Words(f"Réunion demandée de droit par : {record['asked_by_right']}.")
    if record["without_state"]:
        yield Words("Réunion préparatoire, tenue sans les services de l'État.")


def _convened(record: Record) -> str:
    if not record["convened_on"]:
        return "La date de la convocation n'est pas enregistrée."
    sent, day = date.fromisoformat(record["convened_on"]), date.fromisoformat(record["day"])
    days, asked = (day - sent).days, record["notice"]["asked"]
    working = record["notice"]["working"]
    kind = plural(asked, "jour ouvré", "jours ouvrés") if working else plural(asked, "jour")
    return (
        f"Convocation du {french_date(sent)}, {days}{WIDE}{plural(days, 'jour')} avant la réunion ;"
        f" délai prévu par le règlement de l'instance : {asked}{WIDE}{kind}."
    )


def _presence(record: Record) -> Iterator[Block]:
    yield Title("Présences")
    rows = record["presence"]
    if not rows:
        yield Words("Aucune présence n'est relevée.")
        return
    there = len([row for row in rows if row["state_key"] in SAID_PRESENT])
    named = any(row.get("person") for row in rows)
    header = ("Siège", "Institution", "Présence", "Niveau") + (("Personne",) if named else ())
    yield Words(_quorum(record["quorum"], there))
    yield Grid(
        f"{there} {plural(there, 'siège représenté', 'sièges représentés')} sur {len(rows)}",
        header,
        tuple(
            (row["seat"], row["institution"], _state(row), row["level"] or "sans objet")
            + ((row["person"] or "",) if named else ())
            for row in rows
        ),
    )


def _state(row: Mapping[str, Any]) -> str:
    """The state of presence; declared after the meeting, it says when."""
    if not row.get("declared_on"):
        return str(row["state"])
    return f"{row['state']}, déclaré le {french_date(date.fromisoformat(row['declared_on']))}"


def _quorum(quorum: Mapping[str, Any], there: int) -> str:
    if quorum["asked"] is None:
        return "Le règlement de l'instance ne fixe pas de quorum."
    reached = "atteint" if quorum["present"] >= quorum["asked"] else "non atteint"
    voices = _count(quorum["present"], "voix délibérative présente", "voix délibératives présentes")
    return f"Quorum de {quorum['asked']} membres : {reached} ({voices})."


def _agenda(record: Record) -> Iterator[Block]:
    yield Title("Ordre du jour")
    if not record["items"]:
        yield Words("Aucun point n'est inscrit.")
        return
    yield Grid(
        _count(len(record["items"]), "point", "points"),
        ("N°", "Point", "Nature", "Proposé par", "Pièces", "Issue"),
        tuple(
            (str(row["number"]), _named(row), row["kind"], row["proposer"], row["papers"], row["outcome"])
            for row in record["items"]
        ),
    )
    left = record.get("left_out", {}).get("items", 0)
    if left:
        words = "Un point réservé aux membres n'est pas reproduit."
        yield Words(words if left == 1 else f"{left} points réservés aux membres ne sont pas reproduits.")


def _named(row: Record) -> str:
    return f"{row['title']} (réservé aux membres)" if row["restricted"] else str(row["title"])


def _matters(record: Record) -> Iterator[Block]:
    for item in record["items"]:
        own = [row for row in record["decisions"] if row["item"] == item["number"]]
        yield from _matter(item, own)
    numbers = {item["number"] for item in record["items"]}
    others = [row for row in record["decisions"] if row["item"] not in numbers]
    if others:
        yield Title("Autres décisions")
        yield from map(_ruling, others)


def _matter(item: Record, decisions: list[Record]) -> Iterator[Block]:
    yield Title(f"{item['number']}. {_named(item)}")
    said = [part.strip() for part in item["notes"].split("\n\n") if part.strip()]
    yield from (Words(part) for part in said)
    yield from _discussion(item)
    if item["positions"]:
        yield Words("Les services de l'État ont exprimé des positions différentes :")
        yield Points(tuple(f"{row['institution']} : « {row['words']} »" for row in item["positions"]))
    yield from map(_ruling, decisions)
    if item["outcome_key"] == ItemOutcome.CARRIED.value:
        yield Words("Ce point est reporté à une prochaine réunion.")
    elif not said and not decisions:
        yield Words(f"Issue : {item['outcome']}.")


def _discussion(item: Record) -> Iterator[Block]:
    if item["strategy_key"] != StrategyUse.NONE.value:
        asked, amended = item["questions"] or 0, item["amendments"] or 0
        yield Words(
            f"Stratégie {item['strategy']} : {asked} {plural(asked, 'question')},"
            f" {amended} {plural(amended, 'amendement')}."
        )
    if item["spoke"]:
        yield Words(f"Sont intervenus : {listed(item['spoke'])}.")


def _ruling(row: Record) -> Ruling:
    dissents = tuple((one["institution"], f"« {one['words']} »") for one in row["dissents"])
    return Ruling(row["number"], row["text"], _detail(row), dissents)


def _detail(row: Record) -> str:
    parts = [_taken(row)]
    if row["bound"]:
        parts.append(f"Lie : {listed(row['bound'])}.")
    if row["absent"]:
        parts.append(f"Prise en l'absence de : {listed(row['absent'])}.")
    if row["review_on"]:
        parts.append(f"À revoir le {french_date(date.fromisoformat(row['review_on']))}.")
    return " ".join(parts)


def _taken(row: Record) -> str:
    if row["votes"] is not None:
        yes, no, none = row["votes"]
        return f"Vote : {yes} pour, {no} contre, {_count(none or 0, 'abstention', 'abstentions')}."
    return f"Mode : {row['mode']}" + (", avec un désaccord inscrit." if row["dissents"] else ".")


def _commitments(record: Record) -> Iterator[Block]:
    yield Title("Engagements")
    due, new = record["due"], record["new"]
    if due:
        yield _promises("Engagements échus depuis la réunion précédente", due, state=True)
    if new:
        yield _promises("Engagements pris en séance", new, state=False)
    if not due and not new:
        yield Words("Aucun engagement n'est échu et aucun n'est pris.")
    if record.get("left_out", {}).get("commitments"):
        yield Words("Les engagements pris en séance réservée ne sont pas reproduits.")


def _promises(caption: str, rows: list[Record], *, state: bool) -> Grid:
    last = ("État",) if state else ()
    return Grid(
        caption,
        ("Institution", "S'engage à", "Quantité ou rythme", "Avant le", *last),
        tuple(
            (row["institution"], row["deliverable"], row["quantity"] or "à préciser", _day(row["due_on"]))
            + ((row["state"],) if state else ())
            for row in rows
        ),
    )


def _ending(record: Record) -> Iterator[Block]:
    yield Title("Suite")
    upcoming = record["next"]
    yield Words(
        f"Prochaine réunion : {_day(upcoming['day'])}, {upcoming['hour']}"
        + (f", {upcoming['location']}." if upcoming["location"] else ".")
        if upcoming
        else "La date de la prochaine réunion n'est pas fixée."
    )
    if record["secretary"]:
        yield Words(f"Secrétariat : {record['secretary']}.")


def _day(iso: str | None) -> str:
    return french_date(date.fromisoformat(iso)) if iso else "à préciser"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {plural(number, one, many)}"


def plural(number: int, one: str, many: str = "") -> str:
    """The French plural begins at two."""
    return one if number < 2 else (many or f"{one}s")


def listed(names: list[str]) -> str:
    """« la ville, le collège et le bailleur »."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"


WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
