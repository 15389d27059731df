"""What partners brought, as blocks of the document: sources, series, field work, words, priorities."""

from collections.abc import Iterator
from typing import Any

from maillage.diagnosis.rules import written
from maillage.diagnosis.rules.wording import whole
from maillage.diagnosis.vocabulary.gathered import Instrument
from maillage.ui.printing import Finding, Heading, ListOf, Note, Paragraph, Table
from maillage.ui.printing.model import Block

Row = dict[str, Any]
FEELING = (
    Instrument.PERCEPTION.value,
    Instrument.VICTIMS.value,
    Instrument.WALK.value,
    Instrument.GROUP.value,
)
WIDE = 6  # periods on one table of the page


def has(words: Row, part: str) -> bool:
    """Did partners bring anything for this section of the outline?"""
    if part == "incidents":
        return any(_received(row) for row in words["sources"])
    if part == "feeling":
        return any(row["instrument"] in FEELING for row in words.get("field", []))
    if part == "professionals":
        return bool(words.get("words")) or any(
            row["instrument"] not in FEELING for row in words.get("field", [])
        )
    if part == "objections":
        return bool(_objections(words))
    return part == "priorities" and bool(words.get("priorities"))


def sources(words: Row) -> Iterator[Block]:
    """The sources asked for, their answers, refusals and doubts."""
    asked = words["sources"]
    if asked:
        yield Table(
            "Sources demandées aux partenaires",
            ("Source", "Détenteur", "État", "Remarque"),
            [(row["source"], row["holder"], row["state_label"], _remark(row)) for row in asked],
        )
    doubts = [
        (row["source"], doubt["words"], doubt["explanation"] or "Pas de réponse.")
        for row in asked
        for doubt in row.get("doubts", [])
    ]
    if doubts:
        yield Table(
            "Séries douteuses : rien n'est corrigé", ("Source", "Doute", "Réponse du détenteur"), doubts
        )


def _remark(row: Row) -> str:
    motive = f"« {row['motive']} »" if row["motive"] else ""
    label = f"{row['motive_label']}." if row.get("motive_label") else ""
    due = f"Attendue le {written.day(row['due_on'])}." if _awaited(row) else ""
    dissent = f"Désaccord : « {row['dissent']} »" if row.get("dissent") else ""
    return " ".join(part for part in (due, label, motive, dissent, row["remark"]) if part)


def _awaited(row: Row) -> bool:
    return row["state"] == "expected" and bool(row.get("due_on"))


def _received(row: Row) -> bool:
    return bool((row.get("series") or {}).get("categories"))


def series(words: Row) -> Iterator[Block]:
    """The counts that partners gave, by category and period, as they were given."""
    for row in words["sources"]:
        if _received(row):
            yield Heading(row["source"], 2)
            yield from _one_series(row)


def _one_series(row: Row) -> Iterator[Block]:
    given = row["series"]
    if row["doubts"]:
        kinds = list(dict.fromkeys(doubt["label"] for doubt in row["doubts"]))
        yield Note("Série douteuse.", f"{' ; '.join(kinds).capitalize()}. Le détail est avec les sources.")
    periods = given["periods"][-WIDE:]
    yield Table(
        f"Nombres donnés par {row['holder']}, tels quels",
        ("Modalité", *periods),
        [
            (
                one["category"],
                *("n. r." if count is None else whole(count) for count in one["counts"][-WIDE:]),
            )
            for one in given["categories"]
        ],
        numeric=frozenset(range(1, len(periods) + 1)),
        source=_origin(row),
    )


def _origin(row: Row) -> str:
    given = row["series"]
    parts = [f"{row['holder']}, reçu le {written.day(row['answered_on'])}." if row["answered_on"] else ""]
    parts += [given["note"] or "Sans note de méthode.", "Réponse partielle." if given["partial"] else ""]
    return " ".join(part for part in (*parts, "n. r. : non reçu.") if part)


def feeling(words: Row) -> Iterator[Block]:
    """Surveys, walks and group interviews with inhabitants."""
    for work in words.get("field", []):
        if work["instrument"] in FEELING:
            yield from _work(work)


def professionals(words: Row) -> Iterator[Block]:
    """What professionals and volunteers say, and the sources of words."""
    for work in words.get("field", []):
        if work["instrument"] not in FEELING:
            yield from _work(work)
    if words.get("words"):
        yield Table(
            "Sources qualitatives",
            ("Source", "Nature", "Ce qu'elle dit", "Ce qu'elle ne peut pas dire"),
            [(_named(row), row["kind_label"], row["content"], row["limits"]) for row in words["words"]],
        )


def _named(row: Row) -> str:
    return ", ".join(part for part in (row["name"], row["holder"], row["period"]) if part)


def _work(work: Row) -> Iterator[Block]:
    yield Heading(work["title"], 2)
    people = f" {whole(work['sample'])} personnes ont répondu" if work["sample"] else ""
    aimed = f" sur {whole(work['target'])} visées" if work["sample"] and work["target"] else ""
    led = f" Mené par {work['institution']}." if work["institution"] else ""
    yield Paragraph(
        f"{work['instrument_label'].capitalize()}, {work['place']},"
        f" {written.span(work['start'], work['end'])} : {work['public']}.{people}{aimed}"
        f"{'.' if people else ''} Choix des personnes : {work['sampling_label']}.{led}"
    )
    for text in (work["lesson"], work["method"]):
        if text:
            yield Paragraph(" ".join(text.split()))
    for question in work["questions"]:
        yield Table(
            f"{question['question']} ({whole(question['asked'])} personnes)",
            ("Réponse", "Effectif", "Part", "Intervalle à 95 %"),
            [
                (one["code"], whole(one["count"]), written.share(one), written.share_interval(one))
                for one in question["answers"]
            ],
            numeric=frozenset({1, 2, 3}),
            source=work["caution"],
        )


def means(rows: list[Row]) -> Iterator[Block]:
    """The inventory of means, whether each answers the need, and what keeps it from serving."""
    if rows:
        yield Table(
            "Inventaire des moyens",
            ("Moyen", "Nature", "Porté par", "Quantité", "Adéquation et manques"),
            [(row["name"], row["nature_label"], row["holder"], row["quantity"], _fit(row)) for row in rows],
        )
    broken = [(row["name"], row["dysfunctions"]) for row in rows if row.get("dysfunctions")]
    if broken:
        yield Table("Dysfonctionnements relevés", ("Moyen", "Ce qui l'empêche de servir"), broken)


def _fit(row: Row) -> str:
    label = row.get("adequacy_label", "")
    return " ".join(part for part in (f"{label.capitalize()}." if label else "", row["remark"]) if part)


def findings(rows: list[Row]) -> Iterator[Block]:
    """The findings, who signs, who disagrees in which words."""
    for row in rows:
        signed = f"Signé par {', '.join(row['signatories'])}." if row["signatories"] else "Pas encore signé."
        against = _dissents(row)
        yield Finding(
            row["number"], row["text"], f"Preuves : {row['evidence']} Confiance : {row['confidence']}.",
            signed, f"Désaccord : {', '.join(by for by, _, _ in against)}" if against else "",
            _said(against),
        )  # fmt: skip


def _dissents(row: Row) -> list[tuple[str, str, str]]:
    noted = [(row["dissent_by"], row["dissent"], row["dissent_on"])] if row["dissent"] else []
    return noted + [(one["by"], one["words"], one["on"]) for one in row.get("dissents", [])]


def _said(against: list[tuple[str, str, str]]) -> str:
    named = len(against) > 1
    return " ".join(
        f"{f'{by} : ' if named else ''}« {_bare(words)} »{f' Recueilli le {written.day(on)}.' if on else ''}"
        for by, words, on in against
    )


def _bare(words: str) -> str:
    return words.strip().removeprefix("«").removesuffix("»").strip()


def priorities(words: Row) -> Iterator[Block]:
    """The priorities proposed, each with the findings it is drawn from."""
    rows = words.get("priorities", [])
    if rows:
        yield Table(
            "Priorités proposées, dans l'ordre",
            ("Ordre", "Priorité", "Constats", "Proposée par", "Pourquoi"),
            [
                (
                    str(row["rank"]),
                    row["text"],
                    ", ".join(map(str, row["findings"])),
                    row["by"],
                    row["reason"],
                )
                for row in rows
            ],
        )


def objections(words: Row) -> Iterator[Block]:
    """Every disagreement and every refusal with its words, in one place."""
    found = _objections(words)
    if found:
        yield ListOf(found)


def _objections(words: Row) -> list[str]:
    against = [
        f"Constat {row['number']}, {by} : « {_bare(said)} »"
        for row in words["findings"]
        for by, said, _ in _dissents(row)
    ]
    return against + [
        f"Données demandées, {row['source']}, {row['holder']} : « {_bare(row['dissent'])} »"
        for row in words["sources"]
        if row.get("dissent")
    ]
