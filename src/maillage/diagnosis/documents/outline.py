"""The document of a diagnosis, in the order of its outline, from the frozen content alone."""

from collections.abc import Iterator
from typing import Any

from maillage.diagnosis.documents import ends, facts
from maillage.diagnosis.models import Snapshot
from maillage.diagnosis.rules.wording import whole
from maillage.diagnosis.vocabulary import HINTS, DiagnosisSection
from maillage.ui import charts
from maillage.ui.printing import Document, Finding, Heading, Note, Paragraph, Table
from maillage.ui.printing.model import Block

Row = dict[str, Any]
KINDS = {
    "commune": "commune",
    "epci": "intercommunalité",
    "department": "département",
    "region": "région",
}


def document(snapshot: Snapshot) -> Document:
    """Every section of the outline; those that partners have not written yet say what they wait for."""
    content = snapshot.content
    place, (first, last) = content["place"], content["years"]
    here = snapshot.partnership
    hue = (here.hue, here.chroma) if here else (205, 0.07)
    return Document(
        title=f"Diagnostic local de sécurité : {place['name']}",
        subtitle=(
            f"Faits enregistrés de {first} à {last}" if first != last else f"Faits enregistrés en {last}"
        ),
        place=place["name"],
        body=content["partnership"],
        date=snapshot.computed_on,
        version=f"version {snapshot.number}",
        fictitious=content["fictitious"],
        accent=charts.paper(*hue).us,
        contents=True,
        sections=tuple(_sections(snapshot, content, hue)),
    )


def _sections(snapshot: Snapshot, content: Row, hue: tuple[int, float]) -> Iterator[Block]:
    words = {row["name"]: row["text"] for row in content["written"]["sections"]}
    yield from facts.in_brief(content)
    for number, name in enumerate(DiagnosisSection, 1):
        yield Heading(f"{number}. {name.label}")
        yield from _figures(name, content, hue)
        yield from _text(name, words, content)
    yield from ends.limits(content)
    yield from ends.method(snapshot, content)


def _figures(name: DiagnosisSection, content: Row, hue: tuple[int, float]) -> Iterator[Block]:
    if name is DiagnosisSection.METHOD:
        yield from _perimeter(content)
    elif name is DiagnosisSection.TERRITORY:
        yield from _territory(content)
    elif name is DiagnosisSection.FACTS:
        yield from facts.recorded(content, hue)
    elif name is DiagnosisSection.MEANS:
        yield from _means(content["written"]["means"])
    elif name is DiagnosisSection.FINDINGS:
        yield from _findings(content["written"]["findings"])


def _text(name: DiagnosisSection, words: dict[str, str], content: Row) -> Iterator[Block]:
    if words.get(name.value):
        for part in words[name.value].split("\n\n"):
            yield Paragraph(" ".join(part.split()))
    elif name in HINTS and not (name is DiagnosisSection.MEANS and content["written"]["means"]):
        yield Note("À compléter avec les partenaires.", HINTS[name])


def _perimeter(content: Row) -> Iterator[Block]:
    place = content["place"]
    first, last = content["years"]
    yield Paragraph(
        f"Ce diagnostic porte sur {place['name']} ({KINDS.get(place['kind'], place['kind'])}, code"
        f" {place['code']}), de {first} à {last}. {content['cautions'][0]['text']}"
    )
    yield Paragraph(content["place"]["peers_rule"])
    asked = content["written"]["sources"]
    if asked:
        yield Table(
            "Sources demandées aux partenaires",
            ("Source", "Détenteur", "État", "Remarque"),
            [(row["source"], row["holder"], row["state_label"], _remark(row)) for row in asked],
        )


def _remark(row: Row) -> str:
    motive = f"« {row['motive']} »" if row["motive"] else ""
    return " ".join(part for part in (motive, row["remark"]) if part)


def _territory(content: Row) -> Iterator[Block]:
    place = content["place"]
    if place["population"]:
        yield Paragraph(
            f"{place['name']} compte {whole(place['population'])} habitants ({place['population_year']})."
        )
    if content["context"]:
        sources = "; ".join(sorted({row["source"] for row in content["context"]}))
        yield Table(
            "Contexte du territoire",
            ("Mesure", "Valeur", "Date"),
            [(row["label"], facts.value(row), str(row["year"])) for row in content["context"]],
            numeric=frozenset({1, 2}),
            source=sources,
        )


def _means(rows: list[Row]) -> Iterator[Block]:
    if rows:
        yield Table(
            "Inventaire des moyens",
            ("Moyen", "Nature", "Porté par", "Quantité", "Adéquation et manques"),
            [
                (row["name"], row["nature_label"], row["holder"], row["quantity"], row["remark"])
                for row in rows
            ],
        )


def _findings(rows: list[Row]) -> Iterator[Block]:
    if not rows:
        yield Note(
            "Aucun constat n'est encore proposé.",
            "Un constat est une phrase que plusieurs institutions signent, preuves à l'appui, désaccord"
            " compris.",
        )
        return
    for row in rows:
        signed = f"Signé par {', '.join(row['signatories'])}." if row["signatories"] else "Pas encore signé."
        yield Finding(
            row["number"],
            row["text"],
            f"Preuves : {row['evidence']} Confiance : {row['confidence']}.",
            signed,
            f"Désaccord : {row['dissent_by']}" if row["dissent"] else "",
            f"« {row['dissent']} »" if row["dissent"] else "",
        )
