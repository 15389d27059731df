"""The document of a diagnosis, in the order of its outline, from the frozen content alone."""

from collections.abc import Callable, Iterator
from typing import Any

from maillage.diagnosis.documents import brief, brought, ends, facts
from maillage.diagnosis.models import Snapshot
from maillage.diagnosis.rules import written
from maillage.diagnosis.rules.wording import whole
from maillage.diagnosis.vocabulary import HINTS, DiagnosisSection
from maillage.ui import charts
from maillage.ui.printing import Document, Heading, Note, PageBreak, Paragraph, Table
from maillage.ui.printing.model import Block

Row = dict[str, Any]
KINDS = {
    "commune": "commune",
    "epci": "intercommunalité",
    "department": "département",
    "region": "région",
}
NO_FINDING = "Une phrase que plusieurs institutions signent, preuves à l'appui, désaccord compris."


def document(snapshot: Snapshot, *, editable: bool = False) -> Document:
    """Every section of the outline. Those that partners have not written yet are headings to fill in an
    `editable` document; elsewhere one table lists them.
    """
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
        sections=tuple(_sections(snapshot, content, hue, editable)),
    )


def _sections(snapshot: Snapshot, content: Row, hue: tuple[int, float], editable: bool) -> Iterator[Block]:
    words = {row["name"]: row["text"] for row in content["written"]["sections"]}
    waiting: list[tuple[str, str]] = []
    yield from brief.in_brief(content, hue)
    yield PageBreak()
    for number, name in enumerate(DiagnosisSection, 1):
        title, hint = f"{number}. {name.label}", HINTS.get(name, NO_FINDING)
        blocks = [*_figures(name, content, hue), *_text(words.get(name.value, ""))]
        if blocks or editable:
            yield Heading(title)
            yield from blocks
        if _awaited(name, words, content):
            if editable:
                yield Note("À compléter avec les partenaires.", hint)
            else:
                waiting.append((title, hint))
    yield from _waiting(waiting)
    yield from ends.limits(content)
    yield from ends.annex(content, hue)
    yield from ends.method(snapshot, content)


def _awaited(name: DiagnosisSection, words: dict[str, str], content: Row) -> bool:
    """Is this section still to be written with the partners?"""
    if name is DiagnosisSection.FINDINGS:
        return not content["written"]["findings"]
    if words.get(name.value) or brought.has(content["written"], name.value):
        return False
    return not (name is DiagnosisSection.MEANS and content["written"]["means"])


def _waiting(rows: list[tuple[str, str]]) -> Iterator[Block]:
    if rows:
        yield Heading("Ce qui reste à écrire avec les partenaires")
        yield Table(
            "Parties du diagnostic qui attendent les partenaires", ("Partie", "Ce qu'elle dira"), rows
        )


def _figures(name: DiagnosisSection, content: Row, hue: tuple[int, float]) -> Iterator[Block]:
    if name is DiagnosisSection.METHOD:
        yield from _perimeter(content)
    elif name is DiagnosisSection.TERRITORY:
        yield from _territory(content)
    elif name is DiagnosisSection.FACTS:
        yield from facts.recorded(content, hue)
    elif name in BROUGHT:
        yield from BROUGHT[name](content["written"])


BROUGHT: dict[DiagnosisSection, Callable[[Row], Iterator[Block]]] = {
    DiagnosisSection.INCIDENTS: brought.series,
    DiagnosisSection.FEELING: brought.feeling,
    DiagnosisSection.PROFESSIONALS: brought.professionals,
    DiagnosisSection.MEANS: lambda words: brought.means(words["means"]),
    DiagnosisSection.FINDINGS: lambda words: brought.findings(words["findings"]),
    DiagnosisSection.PRIORITIES: brought.priorities,
    DiagnosisSection.OBJECTIONS: brought.objections,
}


def _text(text: str) -> Iterator[Block]:
    for part in text.split("\n\n"):
        if part.strip():
            yield Paragraph(" ".join(part.split()))


def _perimeter(content: Row) -> Iterator[Block]:
    place, (first, last) = content["place"], content["years"]
    code = place["code"].partition(":")[2] or place["code"]
    period = f"de {first} à {last}" if first != last else f"en {last}"
    yield Paragraph(
        f"Territoire : {place['name']} ({KINDS.get(place['kind'], place['kind'])}, code {code}), {period}."
        f" {content['cautions'][0]['text']}"
    )
    named = ", ".join(peer["name"] for peer in place["peers"])
    yield Paragraph(f"{place['peers_rule']}{f' Ce sont : {named}.' if named else ''}")
    yield from brought.sources(content["written"])


def _territory(content: Row) -> Iterator[Block]:
    place = content["place"]
    if place["population"]:
        yield Paragraph(
            f"{place['name']} : {whole(place['population'])} habitants ({place['population_year']})."
        )
    if content["context"]:
        yield Table(
            "Contexte du territoire",
            ("Mesure", "Valeur", "Date", "Source"),
            [
                (_measured(row), written.measure(row), str(row["year"]), row["source"])
                for row in content["context"]
            ],
            numeric=frozenset({1, 2}),
        )


def _measured(row: Row) -> str:
    exact = row["note"].endswith("exact")  # matched by name without doubt: nothing to say
    return f"{row['label']} ({row['note']})" if row["note"] and not exact else row["label"]
