"""Short papers of a grant: notice of decision, draft of the convention, certificate of an action not done."""

from collections.abc import Iterator
from datetime import date

from maillage.funding.documents.parts import pairs, paper, texts
from maillage.funding.models import GrantDecision, GrantRequest
from maillage.funding.rules import fund_law
from maillage.funding.selectors.requests import decision_of, grant_of, paid
from maillage.funding.vocabulary import DecisionKind
from maillage.kernel import BadInput
from maillage.ui.printing import Document, Heading, ListOf, Note, Paragraph
from maillage.ui.printing.model import Block
from maillage.ui.typography import euros, french_date


def notice(row: GrantRequest, on: date) -> Document:
    """The notice of the decision. Raises BadInput before it."""
    decision = decision_of(row)
    if decision is None:
        raise BadInput("Aucune décision n'est prise : il n'y a rien à notifier.")
    return paper(row, on, "Notification de décision", "", list(_notice(row, decision)))


def _notice(row: GrantRequest, decision: GrantDecision) -> Iterator[Block]:
    funder = row.fund.institution.name if row.fund.institution else row.fund.name
    granted = decision.kind == DecisionKind.GRANTED.value
    sentence = (
        f"{funder} accorde {euros(decision.amount)} à {row.applicant.name} pour l'action « {row.title} »."
        if granted
        else f"{funder} refuse la demande de {row.applicant.name} pour l'action « {row.title} »."
    )
    yield Paragraph(sentence, lead=True)
    rows: list[tuple[str, object]] = [
        ("Demandé", euros(row.asked)), ("Déposée le", row.filed_on), ("Décidée le", decision.on),
        ("Notifiée le", decision.notified_on),
    ]  # fmt: skip
    if not granted:
        rows.append(("Motif du refus", decision.get_refusal_display()))
    yield pairs("La décision", rows)
    yield from texts([("Motif", decision.reason)], 1)
    if granted:
        yield from _owed(decision)


def _owed(decision: GrantDecision) -> Iterator[Block]:
    known, rule = getattr(decision, "report", None), fund_law.report_rule(decision.on)
    conditions = [one for one in decision.conditions.all() if one.withdrawn_on is None]
    yield Heading("Ce que l'organisme doit")
    if known:
        yield Paragraph(f"Un compte rendu financier avant le {french_date(known.due_on)} ({rule.reference}).")
    if conditions:
        yield ListOf([f"{one.words} ({euros(one.amount)} en dépendent)" for one in conditions])


def convention(row: GrantRequest, on: date) -> Document:
    """The convention, a draft until it is signed. Raises BadInput when nothing is granted."""
    decision = grant_of(row)
    if decision is None:
        raise BadInput("Aucune subvention n'est accordée : il n'y a pas de convention.")
    signed = decision.convention_on
    state = f"Signée le {french_date(signed)}" if signed else "Projet, à relire et à signer"
    return paper(row, on, "Convention de financement", state, list(_convention(row, decision)))


def _convention(row: GrantRequest, decision: GrantDecision) -> Iterator[Block]:
    rule = fund_law.convention_rule(decision.convention_on or decision.on)
    if rule is not None:
        yield Note(f"{rule.subject} ({rule.reference}, {rule.checked}).", rule.words)
    funder = row.fund.institution.name if row.fund.institution else row.fund.name
    yield Heading("Article 1. Objet")
    yield Paragraph(
        f"{funder} accorde à {row.applicant.name} une subvention de {euros(decision.amount)} pour l'action"
        f" « {row.title} », par décision du {french_date(decision.on)}."
    )
    yield Heading("Article 2. Objectifs")
    yield Paragraph(decision.convention_objectives or row.objectives or "À compléter.")
    yield Heading("Article 3. Versements")
    payments = [one for one in decision.payments.all() if one.withdrawn_on is None]
    yield (
        ListOf([f"{euros(one.amount)}, le {french_date(one.due_on)}" for one in payments])
        if payments
        else Paragraph("À compléter.")
    )
    yield Heading("Article 4. Conditions d'évaluation")
    yield Paragraph(decision.evaluation_terms or row.evaluation or "À compléter.")
    yield Heading("Article 5. Conditions de reversement")
    yield Paragraph(decision.repayment_terms or "À compléter.")
    yield Heading("Article 6. Compte rendu financier")
    known = getattr(decision, "report", None)
    yield Paragraph(f"Il est dû le {french_date(known.due_on)}." if known else "À compléter.")
    yield Heading("Signatures")
    yield pairs(
        "Les parties",
        [(funder, "date, qualité, signature :"), (row.applicant.name, "date, qualité, signature :")],
    )


def not_done(row: GrantRequest, on: date) -> Document:
    """The certificate of an action that did not take place. Raises BadInput when nobody said so."""
    decision = grant_of(row)
    known = getattr(decision, "report", None) if decision else None
    if decision is None or known is None or known.not_done_on is None:
        raise BadInput("Personne n'a attesté que l'action n'a pas eu lieu.")
    blocks: list[Block] = [
        Paragraph(
            f"{row.applicant.name} atteste que l'action « {row.title} », financée par {row.fund.name} pour"
            f" {euros(decision.amount)}, n'a pas eu lieu.", lead=True,
        ),
        *texts([("Motif", known.not_done_reason)], 1),
        pairs("Les sommes", [
            ("Accordé", euros(decision.amount)), ("Versé", euros(paid(decision))),
            ("À rendre", euros(paid(decision))), ("Attesté le", known.not_done_on),
        ]),
        Paragraph("Fonction et signature du représentant légal :"),
    ]  # fmt: skip
    return paper(row, on, "Attestation de non-réalisation", "", blocks)
