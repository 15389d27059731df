"""The results of a closed self-assessment as a document."""

from collections.abc import Iterator, Mapping

from maillage.kernel import BadInput
from maillage.observatory.indicators.assessment import Results, Spread
from maillage.observatory.models import SelfAssessment
from maillage.observatory.rules.assessment import FEWEST
from maillage.observatory.vocabulary.items import Notice
from maillage.ui import typography
from maillage.ui.printing import Document, Heading, Note, Paragraph, Table, render_docx, render_pdf
from maillage.ui.printing.model import Block

WRITERS = {"pdf": render_pdf, "docx": render_docx}
HEAD = ("Phrase", "Pas du tout", "Plutôt pas", "Ni l'un ni l'autre", "Plutôt", "Tout à fait", "Ne sait pas")


def render(row: SelfAssessment, results: Results, names: Mapping[int, str], file_format: str) -> bytes:
    """The results in one format. Raises BadInput on an unknown one."""
    if file_format not in WRITERS:
        raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez {', '.join(WRITERS)}.")
    here = row.partnership
    document = Document(
        title=row.title, place=here.name, date=row.closed_on or row.opened_on,
        subtitle="Auto-évaluation du partenariat", fictitious=here.fictitious,
        sections=list(_sections(results, names)),
    )  # fmt: skip
    return WRITERS[file_format](document)


def _sections(results: Results, names: Mapping[int, str]) -> Iterator[Block]:
    yield Note(Notice.NOT_VALIDATED.label)
    yield Paragraph(
        f"{results.raters} réponses, de {results.institutions} institutions qui se sont dites.", lead=True
    )
    if not results.spreads:
        yield Paragraph(
            f"Le détail paraît à partir de {FEWEST} réponses : en dessous, on lirait une personne."
        )
        return
    yield Heading("Les réponses")
    rows = [_counts(one) for one in results.spreads]
    yield Table("Personnes par réponse", HEAD, rows, frozenset(range(1, 7)))
    yield Heading("Où l'on ne voit pas la même chose")
    divided = [one for one in results.spreads if one.divided]
    for one in divided:
        yield Paragraph(f"{one.item.words} {_halves(one)}")
    if not divided:
        yield Paragraph("Pour aucune phrase, la moitié du milieu des réponses ne s'étend sur deux degrés.")
    yield Heading("La parole et les relevés")
    for one in results.spreads:
        if one.recorded:
            yield Paragraph(f"{one.item.words} {_agreed(one)} Relevés : {one.recorded}. {one.gap}".strip())
    yield from _institutions(results, names)


def _counts(one: Spread) -> tuple[str, ...]:
    if one.agree is None:
        return (one.item.words, *["moins de cinq"] * 5, "")
    return (one.item.words, *map(str, one.counts), str(one.unknown))


def _agreed(one: Spread) -> str:
    if one.agree is None or one.low is None or one.high is None:
        return "Moins de cinq réponses."
    between = f"entre {typography.number(one.low, 0)} et {typography.number(one.high, 0)} %"
    return f"D'accord : {typography.number(one.agree, 0)} % ({one.agreeing} sur {one.known}), {between}."


def _halves(one: Spread) -> str:
    told = []
    if one.half:
        told.append(f"personnes : la moitié du milieu va de {_score(one.half)}")
    if one.between:
        told.append(f"moyennes des institutions : de {_score(one.between)}")
    return f"({' ; '.join(told)}, sur une échelle de 1 à 5)"


def _score(pair: tuple[float, float]) -> str:
    return f"{typography.number(pair[0], 1)} à {typography.number(pair[1], 1)}"


def _institutions(results: Results, names: Mapping[int, str]) -> Iterator[Block]:
    rows = [
        (one.item.words, names[key], typography.number(mean, 1), str(n))
        for one in results.spreads for key, mean, n in one.own if key in names
    ]  # fmt: skip
    if rows:
        yield Heading("Institutions où cinq personnes au moins ont répondu")
        yield Table(
            "Moyenne de 1 à 5", ("Phrase", "Institution", "Moyenne", "Personnes"), rows, frozenset({2, 3})
        )
