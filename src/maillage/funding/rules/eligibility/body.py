"""Checks on the body: ordinary credits not replaced, republican contract, report of a former grant."""

from maillage.funding.rules.amounts import total
from maillage.funding.rules.eligibility.facts import CIRCULARS, Checked, Facts
from maillage.funding.vocabulary import Purpose, Side
from maillage.funding.vocabulary.eligibility import Found, Part
from maillage.ui.typography import euros, french_date


def substitution(facts: Facts) -> Checked:
    """Would the grant replace ordinary credits (domain, M1)? Three states: it would, it would not,
    unknown.
    """
    expenses = [row for row in facts.lines if row.side is Side.EXPENSE and not row.in_kind]
    before = total(row.planned for row in expenses if row.paid_before)
    reasons = []
    if facts.individual_equipment:
        reasons.append("elle paie de l'équipement individuel")
    if before:
        reasons.append(f"{euros(before)} de charges étaient déjà payés par un budget ordinaire")
    if facts.baseline:
        reasons.append(f"{euros(facts.baseline)} étaient payés avant sur le budget ordinaire")
    if reasons:
        words = f"La subvention remplacerait des crédits ordinaires : {' ; '.join(reasons)}."
        return Checked("substitution", Found.FAILS, words, Part.BUDGET, CIRCULARS)
    if facts.purpose is Purpose.RUNNING:
        words = (
            "La demande porte sur le fonctionnement global : dites ce qu'elle ajoute aux crédits ordinaires."
        )
        return Checked("substitution", Found.SEE, words, Part.BUDGET, CIRCULARS)
    if not facts.baseline_known or any(row.paid_before is None for row in expenses):
        words = "Inconnu : dites ce que le budget ordinaire payait avant, et pour quelles charges."
        return Checked("substitution", Found.UNKNOWN, words, Part.BUDGET, CIRCULARS)
    words = "La subvention s'ajoute aux crédits ordinaires : rien n'était payé avant."
    return Checked("substitution", Found.OK, words, Part.BUDGET, CIRCULARS)


def republican(facts: Facts) -> Checked | None:
    """Did the association subscribe the republican contract (FI-7)? Asked, never affirmed."""
    if not facts.association or facts.republican_law is None:
        return None
    source = f"{facts.republican_law.reference}, à confirmer"
    if facts.republican:
        words = "L'association a souscrit le contrat d'engagement républicain."
        return Checked("republican", Found.OK, words, Part.PROMISES, source)
    if facts.republican is None:
        words = "On ne sait pas si l'association a souscrit le contrat d'engagement républicain."
        return Checked("republican", Found.UNKNOWN, words, Part.PROMISES, source)
    words = (
        "L'association n'a pas souscrit le contrat d'engagement républicain : à confirmer avec le financeur."
    )
    return Checked("republican", Found.SEE, words, Part.PROMISES, source)


def former_report(facts: Facts) -> Checked | None:
    """Is the financial report of a former grant still due (FI-6)? It comes before any new request."""
    if facts.report_law is None:
        return None
    source = facts.report_law.reference
    late = [(name, day) for name, day in facts.reports_due if day < facts.on]
    if late:
        name, day = late[0]
        words = (
            f"Le compte rendu financier de « {name} » était dû le {french_date(day)} : envoyez-le d'abord."
        )
        return Checked(
            "report", Found.FAILS if facts.report_law.known else Found.SEE, words, Part.PROMISES, source
        )
    if facts.reports_due:
        name, day = facts.reports_due[0]
        words = f"Le compte rendu financier de « {name} » est dû le {french_date(day)}."
        return Checked("report", Found.SEE, words, Part.PROMISES, source)
    words = "Aucun compte rendu financier n'est en attente."
    return Checked("report", Found.OK, words, Part.PROMISES, source)
