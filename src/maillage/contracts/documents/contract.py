"""The whole contract on paper, PDF (tagged, PDF/UA-1) or DOCX, drawn from its plain text."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from maillage.contracts.documents import lines
from maillage.contracts.documents.lines import Text, day
from maillage.ui.printing import Document, Heading, ListOf, Note, PageBreak, Paragraph, Table
from maillage.ui.printing.model import Block
from maillage.ui.typography import euros

PARTS = (
    ("baseline", "Départ"), ("target", "Cible"), ("due_on", "À la date du"), ("indicator", "Indicateur"),
    ("territory", "Territoire"), ("public", "Public"), ("source", "Source"),
)  # fmt: skip
Signed = Sequence[tuple[str, str, str]]
MOST_YEARS = 6  # columns of the table of costs


def render(
    text: Text, file_format: str, *, day: date, state: str, digest: str = "", signed: Signed = ()
) -> bytes:
    """The contract in one format. `state` stands in the head: « Projet », or the version signed."""
    return lines.write(document(text, on=day, state=state, digest=digest, signed=signed), file_format)


def document(text: Text, *, on: date, state: str, digest: str = "", signed: Signed = ()) -> Document:
    """The contract as a document."""
    head = text["contract"]
    kind = head["kind"]
    return Document(
        title=head["title"], place=lines.place_of(head), date=on, subtitle=kind[:1].upper() + kind[1:],
        body=head["partnership"], version=state, fictitious=head["fictitious"], contents=bool(text["sheets"]),
        sections=list(_sections(text, state, digest, signed)),
    )  # fmt: skip


def _sections(text: Text, state: str, digest: str, signed: Signed) -> Iterator[Block]:
    yield from _frame(text, state)
    yield from _plan(text)
    yield from _sheets(text)
    yield from _money(text)
    yield from _words(text)
    yield from _opinions(text)
    yield from _lacks(text)
    yield from _signatures(text, signed)
    if digest:
        yield Paragraph(f"Empreinte (SHA-256) de cette version : {digest}.")


def _frame(text: Text, state: str) -> Iterator[Block]:
    head = text["contract"]
    yield Heading("Parties, territoire et durée")
    parties = [f"{row['institution']}, {row['capacity']}" for row in text["signatories"]]
    if parties:
        yield Paragraph("Le présent texte engage :", lead=True)
        yield ListOf(parties)
    else:
        yield Paragraph("Les signataires ne sont pas encore désignés.")
    yield Paragraph(f"Territoire : {head['territory']}. Durée : {lines.span(head['start'], head['end'])}.")
    yield Paragraph(f"Le plan est ordonné {head['ordering']}.")
    if head["follows"]:
        yield Paragraph(f"Il fait suite à : {head['follows']}.")
    yield Paragraph(
        f"Il s'appuie sur le diagnostic local de sécurité {head['diagnosis']}." if head["diagnosis"]
        else "Il ne s'appuie sur aucun diagnostic local de sécurité inscrit ici."
    )  # fmt: skip
    if state.startswith("Projet"):
        yield Note("Projet : ce texte n'est pas signé.")


def _plan(text: Text) -> Iterator[Block]:
    yield PageBreak()
    yield Heading("Axes, priorités et objectifs")
    if not text["axes"]:
        yield Paragraph("Aucun axe n'est encore écrit.")
    for axis in text["axes"]:
        yield Heading(f"Axe {axis['number']}. {axis['title']}", 2)
        for priority in axis["priorities"]:
            yield from _priority(priority)


def _priority(row: Text) -> Iterator[Block]:
    yield Heading(f"Priorité {row['code']}. {row['title']}", 3)
    reason = f" {row['reason']}" if row["reason"] else ""
    yield Paragraph(f"Origine : {row['origin']}.{reason}")
    if row["diagnosed"]:
        yield Paragraph(f"Répond à la priorité du diagnostic : {row['diagnosed']}")
    for objective in row["objectives"]:
        yield Paragraph(f"Objectif {objective['code']}. {objective['text']}", lead=True)
        parts = [f"{name} : {_part(objective, key)}" for key, name in PARTS if objective[key]]
        if objective["findings"]:
            parts.append(f"Constats : {' '.join(objective['findings'])}")
        if parts:
            yield ListOf(parts)


def _part(row: Text, key: str) -> str:
    if key == "due_on":
        return day(row[key])
    unit = f" {row['unit']}" if row["unit"] and key in ("baseline", "target") else ""
    return f"{row[key]}{unit}"


def _sheets(text: Text) -> Iterator[Block]:
    if not text["sheets"]:
        yield Heading("Fiches-actions")
        yield Paragraph("Aucune fiche-action n'est encore écrite.")
    for row in text["sheets"]:
        yield PageBreak()
        yield Heading(f"Fiche {row['number']}. {row['title']}")
        yield from lines.sheet(row)


def _money(text: Text) -> Iterator[Block]:
    """One line per sheet, one column per year: it foots both ways."""
    costs = [one for row in text["sheets"] for one in row["costs"]]
    if not costs:
        return
    years = sorted({one["year"] for one in costs})
    shown = years if len(years) <= MOST_YEARS else []
    rows = [
        (f"Fiche {row['number']}", *_by_year(row["costs"], shown)) for row in text["sheets"] if row["costs"]
    ]
    rows.append(("Total", *_by_year(costs, shown)))
    head = ("Fiche", *map(str, shown), "Total")
    yield PageBreak()
    yield Heading("Coût de l'ensemble")
    yield Table(
        "Lignes chiffrées, par fiche et par année", head, rows, frozenset(range(1, len(head))),
        frozenset({len(rows) - 1}),
    )  # fmt: skip
    yield from _sources(costs)
    unpriced = sum(one["amount"] is None for one in costs)
    if unpriced:
        word = "ligne reste" if unpriced == 1 else "lignes restent"
        yield Paragraph(f"{unpriced} {word} à chiffrer : ces sommes n'y sont pas.")


def _by_year(rows: Sequence[Text], years: Sequence[int]) -> list[str]:
    sums = [lines.total([row for row in rows if row["year"] == year]) for year in years]
    return [euros(amount) for amount in (*sums, lines.total(rows))]


def _sources(costs: Sequence[Text]) -> Iterator[Block]:
    by_source: dict[str, Decimal] = {}
    for row in costs:
        if row["amount"] is not None:
            by_source[row["source"]] = by_source.get(row["source"], Decimal("0.00")) + Decimal(row["amount"])
    if by_source:
        rows = [
            (name, euros(amount)) for name, amount in sorted(by_source.items(), key=lambda pair: -pair[1])
        ]
        rows.append(("Total", euros(lines.total(costs))))
        yield Table("Lignes chiffrées, par financeur", ("Financeur", "Montant"), rows, frozenset({1}),
                    frozenset({len(rows) - 1}))  # fmt: skip


def _words(text: Text) -> Iterator[Block]:
    if text["words"]:
        yield Heading("Les mots de ce contrat")
        rows = [
            (row["word"], row["meaning"], ", ".join(row["agreed"]) or "personne encore")
            for row in text["words"]
        ]
        yield Table("Ce que chaque mot veut dire ici", ("Mot", "Ce qu'il veut dire", "D'accord"), rows)


def _opinions(text: Text) -> Iterator[Block]:
    if text["opinions"]:
        yield Heading("Avis recueillis")
        yield ListOf([lines.opinion(row) for row in text["opinions"]])


def _lacks(text: Text) -> Iterator[Block]:
    """What is missing is said, as it stood when the text was frozen."""
    rows = lines.remarks_of(text)
    if rows:
        yield Heading("Ce qui reste à préciser")
        yield Paragraph(
            "Rien n'empêche de signer ; les signataires savent ce que le texte ne dit pas encore."
        )
        yield ListOf(rows)


def _signatures(text: Text, signed: Signed) -> Iterator[Block]:
    if not text["signatories"]:
        return
    yield PageBreak()
    yield Heading("Signatures")
    obtained = {signatory: f"{how}, le {when}" for signatory, how, when in signed}
    rows = [
        (row["institution"], row["capacity"], obtained.get(row["id"], ""))
        for row in sorted(text["signatories"], key=lambda row: row["rank"])
    ]  # fmt: skip
    waiting = any(not row[2] for row in rows)
    head = ("Signataire", "Qualité", "Date et signature" if waiting else "Signature")
    yield Table("Chacun signe le même texte", head, rows, to_sign=waiting)
