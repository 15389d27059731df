"""The letters of a control, PDF and DOCX: a text for each phase, sober; no person is named."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from maillage.funding.models import Fault
from maillage.funding.rules.control_path import check_letter
from maillage.funding.rules.control_sums import ZERO
from maillage.funding.selectors.control_letters import ControlLetter, Receipt
from maillage.funding.vocabulary.controls import Basis, LetterKind
from maillage.kernel import BadInput
from maillage.ui.printing import Document, Heading, ListOf, Note, Paragraph, Table, render_docx, render_pdf
from maillage.ui.printing.model import Block
from maillage.ui.typography import euros, french_date

WRITERS = {"pdf": render_pdf, "docx": render_docx}
MONEY = "Les montants sont en euros et centimes."


def render(letter: ControlLetter, file_format: str) -> bytes:
    """One letter in one format. Raises BadInput on an unknown format, Refused without a written fault."""
    return _written(document(letter), file_format)


def render_receipt(receipt: Receipt, file_format: str) -> bytes:
    """The receipt of one sum. Raises BadInput on an unknown format."""
    return _written(receipt_document(receipt), file_format)


def _written(document: Document, file_format: str) -> bytes:
    if file_format not in WRITERS:
        raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez {', '.join(WRITERS)}.")
    return WRITERS[file_format](document)


def document(letter: ControlLetter) -> Document:
    """A letter as a document. Raises Refused when it accuses without a written non-conformity."""
    check_letter(letter.kind, written_faults=len(letter.faults))
    campaign = letter.control.campaign
    return Document(
        title=letter.kind.label, subtitle=campaign.title, place=campaign.partnership.name,
        date=letter.step.on, body=letter.control.institution.name,
        fictitious=campaign.partnership.fictitious,
        sections=[*_address(letter), *BODIES[letter.kind](letter), *_end(letter)],
    )  # fmt: skip


def _address(letter: ControlLetter) -> Iterator[Block]:
    yield Paragraph(
        f"À l'attention de la personne qui représente légalement {letter.control.institution.name}"
    )
    yield Paragraph("Madame, Monsieur,")


def _end(letter: ControlLetter) -> Iterator[Block]:
    campaign = letter.control.campaign
    if letter.kind is not LetterKind.CONFORM:
        yield Heading("Comment répondre")
        contact = f" {campaign.contact} répond à vos questions." if campaign.contact else ""
        yield Paragraph(
            "Répondez dans l'espace du partenariat, page « Mes contrôles », ou par courrier au secrétariat"
            f" ({campaign.partnership.name}), en rappelant le titre de la campagne et votre numéro de"
            f" demande.{contact}"
        )
    yield Paragraph(f"Fait le {french_date(letter.step.on)}.")
    yield Paragraph(f"Pour le partenariat : {campaign.partnership.name}")


def _grants(letter: ControlLetter) -> Table:
    rows = [
        (f"n° {row.request.number}", row.request.title, row.request.fund.name, euros(row.amount))
        for row in letter.grants
    ]
    total = sum((row.amount for row in letter.grants), ZERO)
    return Table(
        f"Subventions contrôlées, année {letter.control.campaign.year}",
        ("Demande", "Action", "Fonds", "Accordé"), [*rows, ("Total", "", "", euros(total))],
        numeric=frozenset({3}), strong=frozenset({len(rows)}), source=MONEY,
    )  # fmt: skip


def _delay(letter: ControlLetter) -> str:
    due = letter.step.due_on
    return f"au plus tard le {french_date(due)}" if due else ""


def _announce(letter: ControlLetter) -> Iterator[Block]:
    campaign = letter.control.campaign
    yield Paragraph(
        f"Vos subventions de {campaign.year} sont contrôlées"
        f" {'sur place' if campaign.basis_term is Basis.SITE else 'sur pièces'}.", lead=True,
    )  # fmt: skip
    yield Paragraph(letter.drawn)
    yield Paragraph(
        "Ce contrôle vérifie que les sommes reçues ont servi à l'action prévue. Il ne met pas en cause votre"
        " organisme."
    )
    yield _grants(letter)
    yield Paragraph(
        f"La liste des pièces est dans la demande jointe. Envoyez-les {_delay(letter)}, délai fixé par la"
        " campagne."
    )


def _documents(letter: ControlLetter) -> Iterator[Block]:
    yield Paragraph(f"Nous vous demandons les pièces ci-dessous, {_delay(letter)}.", lead=True)
    yield ListOf(letter.step.titles, ordered=True)
    yield Paragraph(
        "Une copie suffit. Si une pièce n'existe pas, dites-le et dites pourquoi. Ne transmettez ni fichier"
        " de bénéficiaires ni donnée sur des personnes suivies : cachez leur nom."
    )
    yield _grants(letter)


def _clear(letter: ControlLetter) -> Iterator[Block]:
    yield Paragraph(f"Nous avons besoin d'éclaircissements, {_delay(letter)}.", lead=True)
    yield Paragraph(
        "L'examen de votre dossier laisse des points à éclaircir. Ce constat est provisoire et n'emporte"
        " aucune conséquence : une explication ou une pièce peut suffire."
    )
    yield Heading("Points à éclaircir")
    yield from _words(letter.step.words)


def _remind(letter: ControlLetter) -> Iterator[Block]:
    before = letter.previous_on
    asked = f" du {french_date(before)}" if before else ""
    yield Paragraph(f"Notre demande{asked} reste sans réponse.", lead=True)
    yield Paragraph(
        f"Nous vous laissons un nouveau délai, fixé par la campagne : répondez {_delay(letter)}. Une"
        " difficulté vous en empêche ? Dites-le nous, un échange reste possible."
    )
    yield from _words(letter.step.words)


def _conform(letter: ControlLetter) -> Iterator[Block]:
    yield Paragraph("Le contrôle est terminé : vos subventions sont conformes.", lead=True)
    yield Paragraph(
        "Les pièces reçues montrent que les sommes ont servi à l'action prévue. Rien n'est à rendre, et"
        " aucune suite n'est attendue de vous. Merci du temps que vous y avez consacré."
    )
    yield from _words(letter.step.words)
    yield _grants(letter)


def _adversarial(letter: ControlLetter) -> Iterator[Block]:
    yield Paragraph(
        "Des sommes pourraient être à rendre. Vous pouvez répondre avant toute décision.", lead=True
    )
    yield from _words(letter.step.words)
    yield _faults("Ce qui est constaté, et les montants en cause", letter.faults, kept=False)
    yield Heading("Vos droits")
    yield ListOf(
        [
            f"Répondre par écrit, pièces à l'appui, {_delay(letter)} (délai fixé par la campagne).",
            "Demander à être entendu : un rendez-vous vous sera proposé.",
            "Vous faire assister ou représenter par la personne de votre choix.",
            "Consulter les pièces du contrôle qui vous concernent.",
        ]
    )
    yield Paragraph(
        "Aucune décision n'est prise à ce jour. Sans réponse dans ce délai, le constat définitif sera fait"
        " sur le dossier tel qu'il est."
    )


def _finding(letter: ControlLetter) -> Iterator[Block]:
    total = sum((fault.kept or ZERO for fault in letter.faults), ZERO)
    yield Paragraph(f"Le constat définitif retient {euros(total)}.", lead=True)
    if letter.step.heard_on:
        yield Paragraph(f"Votre organisme a été entendu le {french_date(letter.step.heard_on)}.")
    yield from _words(letter.step.words)
    yield _faults("Montants retenus, par motif", letter.faults, kept=True)
    yield Paragraph(
        "Une demande de reversement vous sera adressée. Elle dira comment et avant quelle date payer."
    )


def _restitution(letter: ControlLetter) -> Iterator[Block]:
    total = sum((row.amount for row in letter.recoveries), ZERO)
    yield Paragraph(f"Nous vous demandons de reverser {euros(total)}, {_delay(letter)}.", lead=True)
    rows = [
        (f"n° {row.decision.request.number}", row.decision.request.fund.name, row.reason, euros(row.amount))
        for row in letter.recoveries
    ]
    yield Table(
        "Sommes à reverser", ("Demande", "Fonds", "Motifs", "Montant"),
        [*rows, ("Total", "", "", euros(total))],
        numeric=frozenset({3}), strong=frozenset({len(rows)}), source=MONEY,
    )  # fmt: skip
    yield Paragraph(
        "Vous pouvez payer en plusieurs fois avant cette date : un reçu est établi pour chaque somme. Si"
        " cette échéance met votre organisme en difficulté, écrivez-nous"
        " avant : un délai plus long peut être demandé."
    )


def _faults(caption: str, faults: Sequence[Fault], *, kept: bool) -> Table:
    amounts: list[Decimal] = [(fault.kept or ZERO) if kept else fault.amount for fault in faults]
    rows = [
        (f"n° {fault.decision.request.number}", fault.motive_term.label, fault.words, euros(amount))
        for fault, amount in zip(faults, amounts, strict=True)
    ]
    return Table(
        caption, ("Demande", "Motif", "Constat", "Retenu" if kept else "En cause"),
        [*rows, ("Total", "", "", euros(sum(amounts, ZERO)))], numeric=frozenset({3}),
        strong=frozenset({len(rows)}), source=MONEY,
    )  # fmt: skip


def _words(text: str) -> Iterator[Block]:
    yield from (Paragraph(part.strip()) for part in text.split("\n") if part.strip())


BODIES: dict[LetterKind, Callable[[ControlLetter], Iterator[Block]]] = {
    LetterKind.ANNOUNCE: _announce, LetterKind.DOCUMENTS: _documents, LetterKind.CLEAR: _clear,
    LetterKind.REMIND: _remind, LetterKind.CONFORM: _conform, LetterKind.ADVERSARIAL: _adversarial,
    LetterKind.FINDING: _finding, LetterKind.RESTITUTION: _restitution,
}  # fmt: skip


def receipt_document(receipt: Receipt) -> Document:
    """The receipt as a document: this sum, what came back until then, what remains."""
    claim, campaign = receipt.repayment.recovery, receipt.control.campaign
    rows = [
        ("Somme demandée", euros(claim.amount)), ("Reçu ce jour", euros(receipt.repayment.amount)),
        ("Reçu en tout", euros(receipt.repaid)), ("Reste à rendre", euros(receipt.remaining)),
    ]  # fmt: skip
    rest = "La somme est soldée. Merci." if not receipt.remaining else _rest(receipt, claim.due_on)
    return Document(
        title=LetterKind.RECEIPT.label, subtitle=campaign.title, place=campaign.partnership.name,
        date=receipt.repayment.on, body=receipt.control.institution.name,
        fictitious=campaign.partnership.fictitious,
        sections=[
            Paragraph(
                f"Reçu de {receipt.control.institution.name} la somme de {euros(receipt.repayment.amount)},"
                f" le {french_date(receipt.repayment.on)}.", lead=True,
            ),
            Table(f"Demande n° {claim.decision.request.number}, {claim.reason}", ("Compte", "Montant"), rows,
                  numeric=frozenset({1}), strong=frozenset({3}), source=MONEY),
            Note(rest),
            Paragraph(f"Fait le {french_date(receipt.repayment.on)}."),
            Paragraph(f"Pour le partenariat : {campaign.partnership.name}"),
        ],
    )  # fmt: skip


def _rest(receipt: Receipt, due_on: date) -> str:
    return f"Il reste {euros(receipt.remaining)} à rendre au plus tard le {french_date(due_on)}."
