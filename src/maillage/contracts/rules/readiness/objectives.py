"""Precise objectives (domain, C4): six parts, as fields. A text alone never counts as precise."""

import re
from collections.abc import Iterator

from maillage.contracts.rules.readiness.facts import Objective, Plan, Remark
from maillage.kernel import folded

PARTS = (
    ("baseline", "la valeur de départ", "38 % en mars 2026"),
    ("target", "la cible", "25 % au plus"),
    ("due_on", "la date", "au 30 juin 2028"),
    ("indicator", "l'indicateur", "part des élèves qui évitent l'arrêt, par enquête"),
    ("territory", "le territoire", "l'arrêt Balinière et ses abords"),
    ("public", "le public", "les élèves du collège"),
)
VAGUE = {
    r"lutter contre": "« lutter contre » ne dit pas jusqu'où",
    r"renforc\w+": "« renforcer » ne dit ni de combien, ni jusqu'où",
    r"promouvoir": "« promouvoir » ne dit pas ce qui aura changé",
    r"favoris\w+": "« favoriser » ne dit pas ce qui aura changé",
    r"amelior\w+": "« améliorer » ne dit ni de combien, ni jusqu'où",
    r"developp\w+": "« développer » ne dit pas jusqu'où",
    r"sensibilis\w+": "« sensibiliser » ne dit pas ce qui aura changé",
}
_PATTERNS = {re.compile(rf"\b{pattern}\b"): words for pattern, words in VAGUE.items()}
BETTER = (
    (r"sentiment|peur|inquietude",
     "Ramener de 38 % à 25 % les habitants qui évitent l'arrêt Balinière le soir, d'ici juin 2028"),
    (r"insecurite|delinquance|violence",
     "Ramener de 24 à 12 par an les vols avec violence déclarés autour de la gare, d'ici fin 2028"),
    (r"insertion|emploi",
     "Faire entrer 30 jeunes de 16 à 25 ans du Château, suivis sans solution, en formation ou en emploi avant"
     " juin 2027"),
    (r"citoyennete|qualite de vie|cadre de vie",
     "Passer de 12 à 4 par mois les signalements d'encombrants au Château, d'ici décembre 2027"),
)  # fmt: skip
EXAMPLE = "Moins d'élèves évitent l'arrêt : de 38 % à 25 % d'ici juin 2028, par enquête au collège"


def missing(objective: Objective) -> tuple[tuple[str, str, str], ...]:
    """The parts that lack, each with its name and an example."""
    return tuple(row for row in PARTS if not _given(getattr(objective, row[0])))


def is_precise(objective: Objective) -> bool:
    """Baseline, target, date, indicator, territory and public: can one tell, one day, whether it is met?"""
    return not missing(objective)


def _given(value: object) -> bool:
    return bool(str(value).strip()) if value is not None else False


def vague(text: str) -> str:
    """Why this wording measures nothing, or nothing when it does not use such a verb."""
    plain = folded(text)
    return next((words for pattern, words in _PATTERNS.items() if pattern.search(plain)), "")


def better(text: str) -> str:
    """An objective of the same matter that could be checked."""
    plain = folded(text)
    return next((words for pattern, words in BETTER if re.search(rf"\b(?:{pattern})", plain)), EXAMPLE)


def remarks(plan: Plan) -> Iterator[Remark]:
    """What the objectives and priorities of a contract lack, in their order."""
    served = frozenset[int]().union(*(sheet.objectives for sheet in plan.sheets))
    for row in plan.objectives:
        yield from _of_one(row)
        if row.pk not in served:
            yield _remark("objective-without-sheet", row, "sheets",
                          "aucune fiche ne le sert : rattachez-lui une action, ou retirez-le.")  # fmt: skip
    for priority in plan.priorities:
        if not priority.objectives:
            words = f"« {priority.title} » n'a pas d'objectif : écrivez ce qui doit avoir changé."
            yield Remark("priority-without-objective", "objectives", "priority", priority.number, priority.pk,
                         words, EXAMPLE)  # fmt: skip
    yield from _copied(plan)


def _of_one(row: Objective) -> Iterator[Remark]:
    lacks = missing(row)
    if lacks and (why := vague(row.text)):
        yield _remark("vague-objective", row, "text", f"{why} : dites ce qui se mesurera.", better(row.text))
    if lacks:
        names = _listed([name for _, name, _ in lacks])
        words = f"pour être vérifiable, il lui manque {names}."
        yield _remark("imprecise-objective", row, lacks[0][0], words, lacks[0][2])


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"


def _remark(code: str, row: Objective, field: str, words: str, example: str = "") -> Remark:
    return Remark(code, field, "objective", row.number, row.pk, words, example)


def _copied(plan: Plan) -> Iterator[Remark]:
    """A plan made of objectives taken from lists, without any local finding (C6)."""
    if plan.objectives and not any(row.findings for row in plan.objectives):
        listed = sum(not row.local for row in plan.objectives)
        source = (
            f" ; {listed} sur {len(plan.objectives)} viennent de listes départementales ou nationales"
            if listed
            else ""
        )
        words = f"Aucun objectif n'est rattaché à un constat du diagnostic{source}."
        yield Remark("without-finding", "findings", "contract", "", plan.pk, words,
                     "objectif 1.1.1 : constat 3, les abords du collège le soir")  # fmt: skip
