"""The yearly report of the health of a partnership: reading, signs, figures, remarks, method and cautions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maillage.institutions.models import Partnership
from maillage.kernel import BadInput, Status
from maillage.observatory.documents import sheets
from maillage.observatory.indicators import INDICATORS, drawing, told
from maillage.observatory.indicators import health as layout
from maillage.observatory.models import HealthSnapshot, Remark
from maillage.observatory.selectors.remarks import Thread
from maillage.ui.printing import (
    Document,
    Figure,
    Heading,
    ListOf,
    Note,
    Paragraph,
    Table,
    render_docx,
    render_pdf,
)
from maillage.ui.printing.model import Block
from maillage.ui.typography import french_date

WRITERS = {"pdf": render_pdf, "docx": render_docx}
HEAD = ("Indicateur", "Chiffre", "Calcul", "Intervalle à 95 %", "Repère")
Rows = Sequence[Mapping[str, Any]]
CAUTIONS = (
    "Un taux de présence (P1) ne dit rien seul : il se lit avec P5 et D1.",
    "Aucun désaccord écrit (D2 à zéro) n'est pas un bon signe.",
    "Le volume des échanges nominatifs (I7) n'est jamais une cible.",
    "Sous cinq cas, aucun pourcentage ; l'inconnu est donné en bornes, jamais compté comme non.",
    "Les trois comparaisons (loi ou texte, propre passé, partenariats comparables) ne se mêlent pas."
    " Il n'y a ni note d'ensemble, ni rang.",
)


def render(
    here: Partnership, snapshot: HealthSnapshot, file_format: str, *, sentences: Rows,
    signs: Mapping[str, Any], threads: Sequence[Thread], lists: Mapping[str, Rows],
) -> bytes:  # fmt: skip
    """The report in one format; as sheets, its figures alone. Raises BadInput on an unknown format."""
    if file_format in sheets.FORMATS:
        return sheets.render(here, snapshot, file_format)
    if file_format not in WRITERS:
        raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez {', '.join(WRITERS)}.")
    content = snapshot.content
    blocks = [
        *_reading(content, sentences, signs), *_families(content, here), *_people(content, lists),
        *_remarks(threads), *_unread(content), *_method(content, snapshot),
    ]  # fmt: skip
    document = Document(
        title="La santé du partenariat", place=here.name, date=snapshot.day, sections=blocks,
        subtitle=f"État au {french_date(snapshot.day)}, comparé à son propre passé",
        fictitious=here.fictitious, contents=True,
    )  # fmt: skip
    return WRITERS[file_format](document)


def _reading(content: Mapping[str, Any], sentences: Rows, signs: Mapping[str, Any]) -> Iterator[Block]:
    yield Paragraph(layout.lead(content), lead=True)
    yield Heading("Lecture d'ensemble")
    if sentences:
        yield ListOf(
            [f"{row['verdict'][:1].upper()}{row['verdict'][1:]} : {row['words']}" for row in sentences]
        )
    else:
        yield Paragraph("Vos relevés ne permettent pas encore de lire ce partenariat.")
    if signs["rows"]:
        rows = [(row["verdict"], row["text"], row["detail"]) for row in signs["rows"]]
        yield Table(
            "Signes d'un contrat sans coproduction", ("Signe", "Ce qui est relevé", "Certitude"), rows
        )
        yield Note(_flag(signs), "Règle de cette installation : elle ne vient ni de la loi ni d'une étude.")


def _flag(signs: Mapping[str, Any]) -> str:
    met = f"{signs['met']} signes sur {signs['of']}"
    said = {
        True: f"Contractualisation sans coproduction : {met}.",
        False: f"Le signe d'ensemble n'est pas levé : {met}.",
        None: "Le signe d'ensemble ne peut pas encore se dire.",
    }
    return said[signs["fired"]]


def _families(content: Mapping[str, Any], here: Partnership) -> Iterator[Block]:
    yield Heading("Les chiffres par famille")
    day = told.day_of(content["day"])
    for group in layout.groups(content):
        yield Heading(group.family.label, 2)
        rows = [
            (f"{line.name} ({line.id})", line.told.main, _calculation(line), line.told.interval or "—",
             line.reference or "—")
            for line in group.lines
        ]  # fmt: skip
        yield Table(f"Au {french_date(day)}, chaque chiffre avec son doute", HEAD, rows)
        for line in group.lines:
            chart = drawing.past(content, line.indicator, here) if line.id in layout.HEADLINE else None
            if chart is not None:
                yield Figure.of(chart)


def _calculation(line: layout.Line) -> str:
    return " ; ".join(part for part in (line.told.count, line.told.bounds) if part) or "—"


def _people(content: Mapping[str, Any], lists: Mapping[str, Rows]) -> Iterator[Block]:
    yield Heading("Ce qui tient à peu de personnes")
    held = [INDICATORS[key] for key in layout.FEW_PEOPLE if key in INDICATORS and key in content["figures"]]
    lines = [layout.line(content, row) for row in held]
    if lines:
        yield ListOf([f"{line.name} : {line.told.short}" for line in lines])
    for key, groups in lists.items():
        name = INDICATORS[key].fr if key in INDICATORS else key
        for group in groups:
            yield Paragraph(f"{name}. {group['label']} : {_named(group)}.")


def _named(group: Mapping[str, Any]) -> str:
    if not group["lines"]:
        return str(group["count"])
    return ", ".join(
        f"{row['name']} ({row['yes']} sur {row['total']})" if row["total"] else str(row["name"])
        for row in group["lines"]
    )


def _remarks(threads: Sequence[Thread]) -> Iterator[Block]:
    yield Heading("Ce qu'en disent les institutions")
    if not threads:
        yield Paragraph("Aucune institution n'a commenté ces chiffres.")
    for thread in threads:
        head = thread.remark
        name = INDICATORS[head.indicator].fr if head.indicator in INDICATORS else head.indicator
        yield Heading(f"{name} ({head.indicator}), {head.shown}", 2)
        yield Paragraph(_said(head))
        yield from (Paragraph(f"Réponse. {_said(row)}") for row in thread.answers)


def _said(row: Remark) -> str:
    return f"{row.institution.name}, le {french_date(row.on)} : « {row.words} »"


def _unread(content: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading("Ce qui n'a pas pu être lu")
    missing = [
        f"{row.fr} ({key})" for key, row in layout.known(content).items()
        if content["figures"][key]["status"] == Status.MISSING.value
    ]  # fmt: skip
    if missing:
        yield Paragraph("Pas encore assez d'enregistrements pour ces chiffres ; ce n'est pas zéro.")
        yield ListOf(missing)
    else:
        yield Paragraph("Chaque chiffre a pu être lu.")


def _method(content: Mapping[str, Any], snapshot: HealthSnapshot) -> Iterator[Block]:
    yield Heading("Méthode et réserves")
    yield ListOf(CAUTIONS)
    own = [
        f"{row.fr} ({key}) : {row.reference}" for key, row in layout.known(content).items()
        if row.comparator.value == "ours" and row.reference
    ]  # fmt: skip
    if own:
        yield Paragraph("Repères de cette installation, qui ne viennent ni de la loi ni d'une étude :")
        yield ListOf(own)
    yield Paragraph(
        f"Calculé le {french_date(snapshot.computed_at.date())} par la version {snapshot.code_version} ;"
        f" empreinte de l'état : {snapshot.digest[:16]}. Parts : intervalle de Wilson (1927) ; nombres :"
        " Garwood (1936) ; ce qui n'est pas connu élargit l'intervalle des deux côtés."
    )
