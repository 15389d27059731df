"""The words of the contract: a meaning is shared once every pilot has agreed with it (domain, C13)."""

from collections.abc import Iterator

from maillage.contracts.rules.readiness.facts import Plan, Remark

EXAMPLE = "médiation : une présence qui apaise et oriente, sans contrôle ni contrainte"


def remarks(plan: Plan) -> Iterator[Remark]:
    """One remark for each word without meaning, or whose meaning some pilots have not agreed with."""
    for row in plan.words:
        if not row.meaning.strip():
            words = f"« {row.word} » n'est pas défini : dites ce qu'il veut dire ici."
            yield Remark("word-undefined", "meaning", "word", str(row.number), row.pk, words, EXAMPLE)
        elif row.waiting:
            words = f"« {row.word} » n'a pas encore l'accord de {', '.join(row.waiting)}."
            yield Remark("word-not-agreed", "meaning", "word", str(row.number), row.pk, words)
