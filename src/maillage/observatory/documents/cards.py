"""One card an indicator, in Markdown: what it says of itself, its example, and what that example computes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from maillage.institutions.vocabulary import Level as Rank
from maillage.observatory.indicators import INDICATORS, figures
from maillage.observatory.indicators.examples import frames_of
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import (
    FRAMES,
    Answered,
    Comparator,
    Family,
    Indicator,
    PreventionFamily,
    RefusalMotive,
    Sitting,
    Unit,
)

HERE = "Page écrite par `python -m scripts.cards` : ne pas la corriger à la main."
INDEX = "README.md"
SHOWN = 8  # rows of an example that a card prints
STATUS = {
    "published": "publié", "withheld": "moins de cinq cas : les nombres seuls, pas de pourcentage",
    "missing": "pas de lecture",
}  # fmt: skip
WORDS = {
    tuple(str(word.value) for word in words): {str(word.value): word.label for word in words}
    for words in (Answered, PreventionFamily, Rank, RefusalMotive, Sitting)
}  # what a column of words says in French
LOAD = f"""# H4. Charge d'une personne

*Load.* {HERE}

Ce qu'une personne porte : sièges tenus, fiches pilotées, et réunions où elle a été convoquée en 12 mois.

| | |
|---|---|
| Formule | trois comptes, sans total ni note : sièges, fiches pilotées, convocations |
| Qui le voit | la personne elle-même et le coordonnateur du partenariat, personne d'autre |
| Comparé à | rien : ni moyenne, ni rang, ni autre personne |
| Thèse | les militants du partenariat s'épuisent (Gautron 2010, II.2.B) |
| Précaution | un compte de rôles ne dit ni l'effort ni la qualité ; il sert à proposer un allègement |
| Lu dans | les sièges, les fiches-actions et les convocations, au moment où la page s'ouvre |

Ce chiffre ne figure dans aucun état de santé enregistré, aucun tableau, aucun export : les relevés que lisent
les autres indicateurs ne contiennent aucune personne.
"""


def cards() -> dict[str, str]:
    """Text by file name: a card for each registered indicator and for H4, and the index."""
    pages = {f"{name}.md": card(one) for name, one in INDICATORS.items()}
    return {**pages, "H4.md": LOAD, INDEX: index()}


def card(one: Indicator) -> str:
    """The card of one indicator."""
    head = f"# {one.id}. {one.fr}\n\n*{one.en}.* {HERE}\n"
    facts = "\n".join(f"| {name} | {words} |" for name, words in _facts(one).items() if words)
    return f"{head}\n| | |\n|---|---|\n{facts}\n\n{_example(one)}"


def _facts(one: Indicator) -> dict[str, str]:
    return {
        "Famille": one.family.label,
        "Formule": one.formula,
        "Numérateur": one.numerator,
        "Dénominateur": one.denominator,
        "Unité": one.unit.label,
        "Fenêtre": f"{one.months} mois, réduits à la vie du conseil",
        "Sens": one.good.label if one.judged else "figure de contexte : ni colorée ni jugée",
        "Comparé à": _compared(one),
        "Repère": _threshold(one),
        "Thèse": one.claim,
        "Source": one.source,
        "Précaution": one.caution,
        "Niveau": one.level.label,
        "Au moins": f"{one.least} cas pour en dire quelque chose",
        "Relevés lus": ", ".join(f"{FRAMES[name].fr} (`{name}`)" for name in one.frames),
        "Montré avec": ", ".join(_link(name) for name in one.with_),
    }


def _compared(one: Indicator) -> str:
    told = one.comparator.label
    return f"{told} : {one.reference}" if one.reference and one.reference != told else told


def _threshold(one: Indicator) -> str:
    if one.threshold is None:
        return ""
    owner = {
        Comparator.LAW: "fixé par la loi ou une circulaire", Comparator.TEXT: "tiré de la littérature",
        Comparator.OURS: "fixé par cette installation",
    }.get(one.comparator, one.comparator.label)  # fmt: skip
    value = _percent(one.threshold) if one.unit is Unit.PERCENT else f"{said(one.threshold)} {one.unit.label}"
    return f"{value}, {owner}"


def _link(name: str) -> str:
    return f"[{name}]({name}.md)" if name in INDICATORS else name


def _example(one: Indicator) -> str:
    day = date.fromisoformat(one.example.day)
    parts = [f"## Exemple, lu le {said(day)}\n"]
    for name, rows in one.example.rows.items():
        parts.append(f"{FRAMES[name].fr.capitalize()} (`{name}`) :\n\n{_rows(name, rows)}\n")
    view = View(frames_of(one.example.rows), day)
    found = one.compute(view).filter(pl.col("partnership") == 1).drop("partnership")
    parts.append(f"Ce que l'indicateur compte :\n\n{_table(found.columns, found.rows())}\n")
    parts.append(f"Ce qui s'affiche : {_shown(one, figures(view, [one.id]).row(0, named=True))}.\n")
    return "\n".join(parts)


def _shown(one: Indicator, told: Mapping[str, Any]) -> str:
    if told["value"] is None:
        counts = f" ({said(told['numerator'])} sur {said(told['denominator'])})"
        return STATUS[told["status"]] + (counts if told["numerator"] is not None else "")
    of_hundred = one.unit is Unit.PERCENT
    value = _percent(told["value"]) if of_hundred else f"{said(told['value'])} ({one.unit.label})"
    if told["low"] is None or told["high"] is None:
        return value
    low, high = ((_percent if of_hundred else said)(told[key]) for key in ("low", "high"))
    return f"{value}, entre {low} et {high}"


def _rows(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = [[_cell(FRAMES[name].schema[key], row.get(key)) for key in columns] for row in rows[:SHOWN]]
    table = _table(columns, lines)
    return table + (f"\n\n… et {len(rows) - SHOWN} autres lignes." if len(rows) > SHOWN else "")


def _cell(kind: Any, value: Any) -> Any:
    """A value of a frame: a date as a date, a word in French."""
    if kind == pl.Date and value is not None:
        return date.fromisoformat(value)
    if isinstance(kind, pl.Enum) and value is not None:
        return WORDS.get(tuple(kind.categories), {}).get(value, value)
    return value


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    head = [f"| {' | '.join(f'`{name}`' for name in columns)} |", "|" + "---|" * len(columns)]
    return "\n".join(head + [f"| {' | '.join(said(value) for value in row)} |" for row in rows])


def _percent(value: float) -> str:
    return f"{said(round(100 * value, 1))} %"


def said(value: Any) -> str:
    """A value as a clerk reads it: unknown, yes, no, a French number or date."""
    if value is None:
        return "inconnu"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):  # six figures at most, as a person would write them
        return f"{round(value, 3):g}".replace(".", ",") if abs(value) < 1e6 else f"{value:.0f}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def index() -> str:
    """The list of the cards, by family."""
    parts = [f"# Les indicateurs, un par un\n\n{HERE}\n"]
    parts.append(
        "Chaque chiffre a sa carte : comment il se compte, à quoi il se compare, la thèse qu'il met à "
        "l'épreuve, ce qu'il ne dit pas, et un petit exemple calculé.\n"
    )
    for family in Family:
        lines = [one for one in INDICATORS.values() if one.family is family]
        if lines:
            parts.append(f"## {family.label}\n\n| | Indicateur | Formule | Se juge |\n|---|---|---|---|")
            named = [(one.id, one.fr, one.formula, "oui" if one.judged else "non") for one in lines]
            if family is Family.PEOPLE:
                named.append(
                    ("H4", "Charge d'une personne", "pour elle et le coordonnateur seulement", "non")
                )
            rows = sorted(named, key=lambda row: _order(row[0]))
            parts.append(
                "\n".join(f"| [{row[0]}]({row[0]}.md) | {' | '.join(row[1:])} |" for row in rows) + "\n"
            )
    return "\n".join(parts)


def _order(name: str) -> tuple[str, int, str]:
    digits = "".join(sign for sign in name if sign.isdigit())
    return name[0], int(digits), name
