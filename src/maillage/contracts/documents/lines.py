"""What documents of a contract share: days and sums in French, and an action sheet in full, as blocks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from maillage.kernel import BadInput
from maillage.ui.printing import Document, Heading, ListOf, Note, Paragraph, Table, render_docx, render_pdf
from maillage.ui.printing.model import Block
from maillage.ui.typography import euros, french_date, of_place

Text = Mapping[str, Any]
WRITERS = {"pdf": render_pdf, "docx": render_docx}
CELL = 300  # signs beyond which a text is a paragraph, not a cell
FILL, UNPRICED = "à compléter", "à chiffrer"
WITHOUT = {
    "content": "ce qui est fait", "calendar": "calendrier", "cost": "coût", "pilot": "pilote",
    "partners": "partenaires", "human_means": "moyens humains", "follow_up": "indicateur de suivi",
    "result": "indicateur de résultat", "public": "public et lieu", "finding": "constat",
}  # fmt: skip


def write(document: Document, file_format: str) -> bytes:
    """A document in one format. Raises BadInput on an unknown one."""
    if file_format not in WRITERS:
        raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez {', '.join(WRITERS)}.")
    return WRITERS[file_format](document)


def place_of(head: Text) -> str:
    """Whose paper it is: the town's, else the partnership's."""
    return f"Ville {of_place(head['place'])}" if head["place"] else head["partnership"]


def day(text: str, empty: str = "") -> str:
    """An ISO day in French, or the word for none."""
    return french_date(date.fromisoformat(text)) if text else empty


def span(start: str, end: str) -> str:
    """« du 1er septembre 2026 au 30 juin 2028 », as far as it is known."""
    if start and end:
        return f"du {day(start)} au {day(end)}"
    return f"à partir du {day(start)}" if start else f"jusqu'au {day(end)}" if end else ""


def total(rows: Sequence[Text]) -> Decimal:
    """The sum of the priced lines."""
    return sum((Decimal(row["amount"]) for row in rows if row["amount"] is not None), Decimal("0.00"))


def sheet(row: Text, level: int = 2) -> Iterator[Block]:
    """An action sheet in full; what is empty and has no reason says « à compléter »."""
    known = [pair for pair in _identity(row) if pair[1]]
    yield Table("Identité", ("Champ", "Ce qui est dit"), [pair for pair in known if len(pair[1]) <= CELL])
    yield from (Paragraph(f"{name} : {words}") for name, words in known if len(words) > CELL)
    yield from _content(row, level)
    yield from _pledges(row)
    yield from _calendar(row)
    yield from _costs(row)
    yield from _indicators(row)
    yield from _watch(row)


def _identity(row: Text) -> list[tuple[str, str]]:
    pilot = ", ".join(part for part in (row["pilot"], row["pilot_seat"]) if part)
    known = {True: "oui", False: "non", None: ""}
    return [
        ("Thème", row["theme"]), ("Prévention", row["family"]),
        ("Objectifs servis", ", ".join(row["in_objectives"])),
        ("Constats", " ".join(row["findings"]) or FILL), ("Délibérée", row["deliberated"] or FILL),
        ("Existait avant", known[row["existed_before"]]), ("Ce qui change", row["what_changed"]),
        ("Public", row["public"] or FILL), ("Lieu", row["territory"] or FILL),
        ("En quartier prioritaire", known[row["in_priority_area"]]), ("Pilote", pilot or FILL),
        ("Suppléance", row["deputy"]), ("Moyens humains", row["human_means"] or FILL),
        ("A lieu chez", row["host"]), ("Accord de l'hôte", day(row["host_agreed_on"])),
        ("Proposée par", row["opened_by"]), ("Sans objet ici", _without(row)),
    ]  # fmt: skip


def _without(row: Text) -> str:
    return " ; ".join(f"{WITHOUT.get(key, key)} ({why})" for key, why in row["without"].items() if why)


def _content(row: Text, level: int) -> Iterator[Block]:
    yield Heading("Ce qui est fait", level)
    for part in (row["content"] or f"({FILL})").split("\n"):
        if part.strip():
            yield Paragraph(part.strip())
    consulted = [("Agents de première ligne consultés", row["first_line"]),
                 ("Habitants consultés", row["inhabitants"]),
                 ("Ce que cela a changé", row["consultation"])]  # fmt: skip
    if any(words for _, words in consulted):
        yield ListOf([f"{name} : {words}" for name, words in consulted if words])


def _pledges(row: Text) -> Iterator[Block]:
    rows = [
        (partner["institution"], one["deliverable"], one["quantity"] or FILL, day(one["due_on"], FILL),
         "oui" if one["confirmed_on"] else "non")
        for partner in row["partners"] for one in partner["pledges"]
    ]  # fmt: skip
    if rows:
        head = ("Institution", "S'engage à", "Quantité ou rythme", "Avant le", "Confirmé")
        yield Table("Engagements : chacun signe pour ce qu'il fait lui-même", head, rows)
    else:
        yield Note("Aucun engagement n'est écrit.", "Une fiche sans engagement ne lie personne.")
    silent = [partner["institution"] for partner in row["partners"] if not partner["pledges"]]
    if silent:
        yield Paragraph(f"Nommés sans engagement propre : {', '.join(silent)}.")


def _calendar(row: Text) -> Iterator[Block]:
    steps = [(one["title"], span(one["start"], one["end"]) if one["end"] else f"le {day(one['start'])}")
             for one in row["milestones"]]  # fmt: skip
    steps += [("Revue", f"le {day(on)}") for on in row["reviews"]]
    whole = [("Toute l'action", span(row["start"], row["end"]) or FILL)]
    yield Table("Calendrier", ("Étape", "Quand"), [*whole, *steps])


def _costs(row: Text) -> Iterator[Block]:
    if not row["costs"]:
        yield Paragraph(f"Coût : {row['without'].get('cost') or FILL}.")
        return
    rows = [
        (str(one["year"]), one["source"], one["nature"], one["payer"],
         euros(Decimal(one["amount"])) if one["amount"] is not None else UNPRICED,
         "acquis" if one["obtained"] else "demandé")
        for one in row["costs"]
    ]  # fmt: skip
    unpriced = sum(one["amount"] is None for one in row["costs"])
    word = "Total" if not unpriced else "Total des lignes chiffrées"
    rows.append((word, "", "", "", euros(total(row["costs"])), ""))
    head = ("Année", "Financeur", "Nature", "Qui paie", "Montant", "État")
    yield Table("Coût et financement", head, rows, frozenset({4}), frozenset({len(rows) - 1}))


def _indicators(row: Text) -> Iterator[Block]:
    rows = [
        (one["name"], one["kind"], _measure(one["baseline"], one["unit"]),
         _measure(one["target"], one["unit"]), day(one["target_on"]), one["source"])
        for one in row["indicators"]
    ]  # fmt: skip
    if rows:
        head = ("Indicateur", "Genre", "Départ", "Cible", "À la date du", "Source")
        yield Table("Indicateurs", head, rows)
    else:
        yield Paragraph(f"Indicateurs : {FILL}.")


def _measure(value: str, unit: str) -> str:
    return f"{value} {unit}".strip() if value else ""


def _watch(row: Text) -> Iterator[Block]:
    for name, words in (
        ("Contraintes juridiques ou de charte", row["constraints"]),
        ("À surveiller", row["risks"]),
    ):
        if words:
            yield Paragraph(f"{name} : {words}")
    if row["only_communication"]:
        yield Paragraph("Cette action ne produit que de la communication.")
    if row["plan_opinion"]:
        yield Paragraph(f"Compatibilité avec le plan départemental : {opinion(row['plan_opinion'])}")


def opinion(row: Text) -> str:
    """An opinion in one paragraph: who, what, their words, what was changed because of them."""
    if not row["verdict"]:
        return f"{row['institution']}, avis demandé le {day(row['asked_on'])}, non rendu."
    said = f" « {row['words']} »" if row["words"] else ""
    after = f" Suite donnée : {row['effect']}" if row["effect"] else ""
    return f"{row['institution']}, {day(row['given_on'])} : {row['verdict']}.{said}{after}"


def remarks_of(text: Text, number: int | None = None) -> list[str]:
    """What the text still lacks: of one sheet, or of all."""
    found = list(text["remarks"])
    return found if number is None else [row for row in found if row.startswith(f"Fiche {number} : ")]
