"""The mayor's page as one A4 sheet: a face, reached by the web through `settings.MONTH_DOCUMENTS`."""

from collections.abc import Iterator

from maillage.institutions.models import Partnership
from maillage.portal.selectors.month import DecisionTold, Month, sentence
from maillage.territory import selectors as territory
from maillage.ui.printing import Document, Heading, ListOf, Paragraph, Table, render_pdf
from maillage.ui.printing.model import Block
from maillage.ui.typography import MONTHS, french_date

MOST, LONGEST = 4, 100  # lines of a list, letters of a line: the page stays one page

ROOMY, FULL = (80, 70), (64, 44)  # letters of a duty and of its article: on a usual page, on a full one
CROWD = 18  # rows of all kinds


def render(page: Month, partnership: Partnership) -> bytes:
    """The month as a tagged PDF of one page."""
    return render_pdf(document(page, partnership))


def document(page: Month, partnership: Partnership) -> Document:
    """The month as a document: institutions and bodies, no person, nothing restricted."""
    facts = territory.facts(partnership.place)
    return Document(
        title=f"Le mois du maire, {MONTHS[page.first.month - 1]} {page.first.year}",
        place=facts.name if facts else partnership.name, date=page.on, body=partnership.name,
        sections=list(_sections(page)), version="Page mensuelle", fictitious=partnership.fictitious,
    )  # fmt: skip


def _sections(page: Month) -> Iterator[Block]:
    yield Paragraph(sentence(page), lead=True)
    yield _duties(page)
    yield Heading("Décisions")
    yield ListOf(_lines(page.taken, "Aucune décision ce mois-ci."))
    if page.to_review:
        yield Paragraph("À revoir :")
        yield ListOf(_lines(page.to_review, ""))
    yield Heading("Ce que le partenariat a produit")
    yield ListOf([_promises(page), _presence(page), *_planned(page)])
    rhythms = [row for row in page.rhythms if row.promised][:MOST]
    if rhythms:
        rows = [(_short(row.name, 48), str(row.held), str(row.promised)) for row in rhythms]
        yield Table("Réunions tenues en douze mois, et promises par an", ("Instance", "Tenues", "Promises"),
                    rows, numeric=frozenset({1, 2}))  # fmt: skip


def _duties(page: Month) -> Block:
    label, article = FULL if _crowded(page) else ROOMY
    rows = [
        (
            _short(row.label, label),
            row.state.label,
            french_date(row.on) if row.on else "",
            _short(row.article, article),
        )
        for row in page.duties
    ]
    if not rows:
        return Paragraph("Aucune obligation connue ne s'applique ici.")
    shown = rows[: MOST + 2]
    rest = len(rows) - len(shown)
    others = "une autre" if rest == 1 else f"{rest} autres"
    more = f"Et {others}, sur la page des instances." if rest else ""
    return Table("Obligations", ("Ce que le texte demande", "État", "Date", "Texte"), shown, source=more)


def _crowded(page: Month) -> bool:
    """Would everything written whole run over the page?"""
    return len(page.duties) + len(page.taken) + len(page.to_review) + len(page.rhythms) > CROWD


def _lines(rows: list[DecisionTold], none: str) -> list[str]:
    if not rows:
        return [none]
    said = [f"{french_date(row.on)}, {row.body} : {_short(row.words, LONGEST)}" for row in rows[:MOST]]
    return [*said, f"et {len(rows) - MOST} autres"] if len(rows) > MOST else said


def _promises(page: Month) -> str:
    due = page.due
    if not due.due:
        return "Aucun engagement n'était attendu ce mois-ci."
    return (
        f"Engagements attendus ce mois-ci : {due.due} ; tenus {due.delivered}, en partie {due.partly},"
        f" non tenus {due.not_delivered}, issue inconnue {due.unknown}, sans réponse {due.awaited}."
    )


def _presence(page: Month) -> str:
    if not page.held:
        return "Aucune réunion n'a été tenue ce mois-ci."
    seats = (
        f"{page.present} sièges présents sur {page.recorded} relevés"
        if page.recorded
        else "présence non relevée"
    )
    return f"Réunions tenues ce mois-ci : {len(page.held)} ; {seats}."


def _planned(page: Month) -> list[str]:
    return [f"Réunions encore prévues dans le mois : {len(page.planned)}."] if page.planned else []


def _short(text: str, longest: int) -> str:
    """Cut at a word, with an ellipsis."""
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]}…"
