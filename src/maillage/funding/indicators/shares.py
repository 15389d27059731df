"""Shares of the granted euros: priority districts, sprinkling, video, linked bodies, the State's premises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from maillage.funding.rules.spread import ratio
from maillage.funding.selectors.spread import ZERO, GrantFact, LocalMoney
from maillage.funding.vocabulary import FundKind
from maillage.kernel import Estimate, Status
from maillage.ui.typography import whole_euros

SOURCE = "subventions inscrites dans ce partenariat"
PLANS = "plans de financement des demandes accordées"
SHEETS = "fiches-action des contrats"


@dataclass(frozen=True)
class Share:
    """One share: its id in the domain, its name, its two sides in words, and how to read it."""

    id: str
    name: str
    figure: Estimate
    part: str
    whole: str
    reading: str
    counted: str  # euros, or what is counted


def shares(facts: Sequence[GrantFact], local: LocalMoney, said: tuple[int, int]) -> tuple[Share, ...]:
    """M3, M4, M14 and M2b, in that order."""
    return (
        _priority(facts), _sprinkling(facts), _video(facts), _linked(facts), _communication(said),
        _premises(local),
    )  # fmt: skip


def _sum(facts: Sequence[GrantFact], held: Callable[[GrantFact], bool]) -> Decimal:
    return sum((fact.amount for fact in facts if held(fact)), ZERO)


def _figure(part: Decimal | int, whole: Decimal | int, source: str, *caveats: str) -> Estimate:
    share = ratio(Decimal(part), Decimal(whole))
    if share is None:
        return Estimate.absent(Status.MISSING, unit="%", source=source, caveats=caveats)
    status = Status.PUBLISHED if part else Status.ZERO
    return Estimate(
        100 * share, None, None, "%", "part du total", source, status, float(part), float(whole), caveats
    )


def _priority(facts: Sequence[GrantFact]) -> Share:
    told = [fact for fact in facts if fact.priority_area is not None]
    figure = _figure(_sum(told, lambda fact: bool(fact.priority_area)), _sum(told, lambda fact: True), SOURCE)
    return Share(
        "M3", "En quartier prioritaire", figure, "euros en quartier prioritaire",
        "euros dont on sait s'ils y vont", "Une part élevée concentre ; une part faible saupoudre.", "€",
    )  # fmt: skip


def _sprinkling(facts: Sequence[GrantFact]) -> Share:
    ruled = [fact for fact in facts if fact.threshold is not None]
    under = sum(fact.threshold is not None and fact.amount < fact.threshold for fact in ruled)
    sources = sorted(
        {f"Seuil local de {whole_euros(fact.threshold or ZERO)}, {fact.threshold_source}" for fact in ruled}
    )
    reading = " ; ".join(sources) if sources else "Aucun fonds n'a de seuil local."
    return Share(
        "M3", "Subventions sous le seuil local", _figure(under, len(ruled), SOURCE),
        "subventions sous le seuil", "subventions d'un fonds qui a un seuil", f"{reading.rstrip('.')}.",
        "subventions",
    )  # fmt: skip


def _video(facts: Sequence[GrantFact]) -> Share:
    fipd = [fact for fact in facts if fact.kind is FundKind.FIPD]
    return Share(
        "M4", "Vidéoprotection", _figure(_sum(fipd, lambda fact: fact.video), _sum(fipd, lambda fact: True),
        SOURCE), "euros du FIPD pour la vidéoprotection", "euros du FIPD",
        "Repère national : environ 75 % prévus en 2009, pour 28 millions d'euros.", "€",
    )  # fmt: skip


def _linked(facts: Sequence[GrantFact]) -> Share:
    figure = _figure(_sum(facts, lambda fact: fact.linked), _sum(facts, lambda fact: True), SOURCE)
    return Share(
        "M14", "Organismes liés à l'autorité qui préside", figure, "euros à des organismes liés", "euros",
        "Un lien se déclare ; il n'est pas un reproche. Sans déclaration, rien n'est compté.", "€",
    )  # fmt: skip


def _communication(said: tuple[int, int]) -> Share:
    return Share(
        "M14", "Actions qui ne produisent que de la communication", _figure(*said, SHEETS),
        "actions dont le seul produit est de la communication", "actions",
        "Tel que chaque fiche le déclare.", "actions",
    )  # fmt: skip


def _premises(local: LocalMoney) -> Share:
    return Share(
        "M2b", "Argent local pour les moyens de l'État", _figure(local.for_state, local.local, PLANS),
        "euros locaux pour des locaux, véhicules ou matériels de l'État", "euros locaux",
        "Communes, département et région, dans les plans des demandes accordées.", "€",
    )  # fmt: skip
