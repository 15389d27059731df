"""Decision, further: strategies discussed, mix of prevention, the State, absent voices (9.4 and 9.8)."""

from collections.abc import Callable

import polars as pl

from maillage.observatory.indicators.examples import Rows
from maillage.observatory.indicators.measures import amount, share
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import (
    Comparator,
    Direction,
    Example,
    Family,
    Kind,
    PreventionFamily,
    Unit,
)

_OPENED: Rows = {"partnerships": [{"opened": "2018-01-01"}]}


@indicator(
    id="D7", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Stratégies discutées", en="Strategies discussed",
    formula="séances où la stratégie policière ou pénale a suscité des questions ou des amendements écrits, "
    "rapportées aux séances où elle a été présentée",
    numerator="séances avec discussion écrite", denominator="séances où une stratégie est présentée",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Les stratégies de la police et de la justice sont peu discutées.", source="Gautron 2010, II.1.B",
    caution="Quelques séances par an : on lit les nombres. Une question non notée ne se voit pas.",
    frames=("items",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "items": [
                {"item": 1, "meeting": 1, "day": "2026-01-01", "strategy": True, "discussed": True},
                {"item": 2, "meeting": 1, "day": "2026-01-01", "strategy": True, "discussed": False},
                {"item": 3, "meeting": 2, "day": "2026-02-01", "strategy": True, "discussed": False},
                {"item": 4, "meeting": 3, "day": "2026-03-01", "strategy": True},
                {"item": 5, "meeting": 4, "day": "2026-03-01", "strategy": False, "discussed": True},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def strategies_discussed(view: View) -> pl.DataFrame:
    """Sittings where a strategy drew recorded questions, of those where one was presented (9.4, D7)."""
    shown = view.within("items", 12).filter(pl.col("strategy"))
    sittings = shown.group_by("partnership", "meeting").agg(
        talked=pl.col("discussed").any(ignore_nulls=False)
    )
    return share(sittings, pl.col("talked"))


SOCIAL = pl.col("family") == PreventionFamily.SOCIAL.value
_MIXED: Rows = {
    **_OPENED,
    "items": [
        {"item": 1, "day": "2026-01-01", "family": "social"},
        {"item": 2, "day": "2026-01-01", "family": "situational"},
        {"item": 3, "day": "2026-01-01"}, {"item": 4, "day": "2026-01-01", "family": "none"},
    ],
    "sheets": [
        {"sheet": 1, "start": "2024-01-01", "family": "social"},
        {"sheet": 2, "start": "2024-01-01", "family": "victims"},
        {"sheet": 3, "start": "2022-01-01", "end": "2025-01-01", "family": "repression"},
    ],
    "grants": [
        {"grant": 1, "decided": "2026-01-01", "euros": 1000.0, "family": "social"},
        {"grant": 2, "decided": "2026-01-01", "euros": 3000.0, "family": "situational"},
        {"grant": 3, "decided": "2026-01-01", "euros": 9000.0},
    ],
}  # fmt: skip


def _of_some(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows that bear on prevention, or whose family is not said."""
    return frame.filter((pl.col("family") != PreventionFamily.NONE.value).fill_null(True))


def _mix(name: str, kind: Kind, french: str, english: str, told: str, frame: str,
         expect: dict[str, float]) -> dict[str, object]:  # fmt: skip
    """What the three figures of the mix say alike."""
    return {
        "id": name, "family": Family.DECISION, "kind": kind, "unit": Unit.PERCENT, "months": 12,
        "good": Direction.NONE, "fr": f"Prévention sociale dans les {french}", "en": english,
        "formula": f"{told} de prévention sociale, part des {told} dont la famille est connue",
        "numerator": f"{told} de prévention sociale", "denominator": f"{told} de famille connue",
        "comparator": Comparator.PAST, "reference": "son propre passé",
        "claim": "La prévention sociale est évincée.", "source": "Gautron 2010, conclusion",
        "caution": "Une part qui baisse peut venir d'une autre famille qui monte : lire toutes les familles. "
        "Il n'y a pas de bonne répartition.",
        "judged": False, "frames": (frame,), "example": Example(day="2026-06-30", rows=_MIXED, expect=expect),
    }  # fmt: skip


@indicator(**_mix("D8", Kind.SHARE, "ordres du jour", "Social prevention on agendas", "points", "items",
                  {"yes": 1, "unknown": 1, "total": 3}))  # fmt: skip
def mix_of_items(view: View) -> pl.DataFrame:
    """Items of social prevention, of items of known family, twelve months (domain, 9.4, D8)."""
    return share(_of_some(view.within("items", 12)), SOCIAL)


@indicator(**_mix("D8f", Kind.SHARE, "fiches", "Social prevention in sheets", "fiches", "sheets",
                  {"yes": 1, "unknown": 0, "total": 2}))  # fmt: skip
def mix_of_sheets(view: View) -> pl.DataFrame:
    """Sheets in force of social prevention, of those of known family (domain, 9.4, D8)."""
    return share(_of_some(view.in_force("sheets")), SOCIAL)


@indicator(**_mix("D8e", Kind.AMOUNT, "subventions", "Social prevention in grants", "euros", "grants",
                  {"part": 1000.0, "whole": 4000.0, "n": 2}))  # fmt: skip
def mix_of_euros(view: View) -> pl.DataFrame:
    """Euros granted to social prevention, of euros of known family, twelve months (domain, 9.4, D8)."""
    return amount(_of_some(view.within("grants", 12)), pl.col("euros"), SOCIAL)


def families(view: View) -> pl.DataFrame:
    """`partnership`, `family`, `items`, `sheets`, `euros`: the whole mix that D8 sums up."""
    keys = ["partnership", "family"]
    size: Callable[[str], pl.Expr] = lambda name: pl.len().cast(pl.Float64).alias(name)  # noqa: E731
    items = view.within("items", 12).group_by(keys).agg(size("items"))
    sheets = view.in_force("sheets").group_by(keys).agg(size("sheets"))
    euros = view.within("grants", 12).group_by(keys).agg(pl.col("euros").sum())
    both = items.join(sheets, on=keys, how="full", coalesce=True, nulls_equal=True)
    whole = both.join(euros, on=keys, how="full", coalesce=True, nulls_equal=True)
    return whole.with_columns(pl.col("items", "sheets", "euros").fill_null(0)).sort(keys)


@indicator(
    id="D6b", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Initiatives venues de l'État", en="Initiatives that came from the State",
    formula="appels, échéances, points d'ordre du jour et modèles de fiche venus de l'État rapportés au "
    "total, sur 12 mois",
    numerator="appels, échéances, points et modèles venus de l'État", denominator="tous, sur 12 mois",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="L'État mène.", source="Gautron 2010, II.1.B",
    caution="Un point demandé par l'État peut être attendu par tous.",
    frames=("calls", "items", "sheets"),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "calls": [
                {"day": "2026-01-01", "kind": "call", "from_state": True},
                {"day": "2026-01-01", "kind": "item", "from_state": True},
            ],
            "items": [
                {"item": 1, "day": "2026-01-01", "from_state": False}, {"item": 2, "day": "2026-01-01"},
            ],
            "sheets": [
                {"sheet": 1, "start": "2026-01-01", "from_state_template": True},
                {"sheet": 2, "start": "2024-01-01", "from_state_template": True},
            ],
        },
        expect={"yes": 2, "unknown": 1, "total": 4},
    ),
)  # fmt: skip
def from_the_state(view: View) -> pl.DataFrame:
    """Calls, deadlines, items and templates that came from the State, of all (domain, 9.8, D6b).

    Items and templates are read in their own records, so that none is counted twice.
    """
    calls = view.within("calls", 12).filter(pl.col("kind").is_in(["call", "deadline"]))
    sheets = view.within("sheets", 12).select("partnership", from_state="from_state_template")
    rows = [frame.select("partnership", "from_state") for frame in (calls, view.within("items", 12))]
    return share(pl.concat([*rows, sheets]), pl.col("from_state"))


@indicator(
    id="D9", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Décisions en l'absence d'une institution liée", en="Absent voices",
    formula="décisions prises alors qu'une institution qu'elles lient était absente, rapportées aux "
    "décisions",
    numerator="décisions en l'absence d'une institution liée", denominator="décisions écrites",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Des voix manquent quand on décide.", source="Gautron 2010, II.2.B",
    caution="Une institution absente a pu donner son accord autrement.", frames=("decisions",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "decisions": [
                {"decision": 1, "day": "2026-01-01", "bound_absent": True},
                {"decision": 2, "day": "2026-01-01", "bound_absent": False},
                {"decision": 3, "day": "2026-01-01"},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def absent_voices(view: View) -> pl.DataFrame:
    """Decisions taken while an institution bound by them was absent (domain, 9.8, D9)."""
    return share(view.within("decisions", 12), pl.col("bound_absent"))


@indicator(
    id="D10p", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.NONE,
    fr="Points où les services de l'État divergent", en="Items where State services differ",
    formula="points où des services de l'État ont pris des positions différentes rapportés aux points",
    numerator="points avec des positions différentes", denominator="points inscrits",
    comparator=Comparator.NONE, reference="aucun",
    claim="Il n'y a pas d'« État local ».", source="Gautron 2010, II.2.A",
    caution="Dire une divergence en séance peut être une bonne chose : chiffre de contexte.",
    judged=False, frames=("items",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "items": [
                {"item": 1, "day": "2026-01-01", "state_differs": True},
                {"item": 2, "day": "2026-01-01", "state_differs": False}, {"item": 3, "day": "2026-01-01"},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def state_differs(view: View) -> pl.DataFrame:
    """Items where State services took different positions (domain, 9.8, D10)."""
    return share(view.within("items", 12), pl.col("state_differs"))


@indicator(
    id="D11", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Points du GLTD jamais rapportés au conseil", en="GLTD items never reported",
    formula="points traités dans un groupe local de traitement de la délinquance et jamais rapportés au "
    "conseil, rapportés aux points de ces groupes",
    numerator="points jamais rapportés au conseil", denominator="points traités dans un GLTD",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Le GLTD concurrence la conduite du préfet.", source="Gautron 2010, II.2.A",
    caution="Le secret de l'enquête peut l'imposer : on compte des points, jamais leur contenu.",
    frames=("items",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "items": [
                {"item": 1, "day": "2026-01-01", "from_gltd": True, "reported": True},
                {"item": 2, "day": "2026-01-01", "from_gltd": True, "reported": False},
                {"item": 3, "day": "2026-01-01", "from_gltd": True},
                {"item": 4, "day": "2026-01-01", "from_gltd": False},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def never_reported(view: View) -> pl.DataFrame:
    """Items of a GLTD never reported to the council (domain, 9.8, D11)."""
    return share(view.within("items", 12).filter(pl.col("from_gltd")), ~pl.col("reported"))


@indicator(
    id="D12", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.NONE,
    fr="Contrats avec une contrepartie déclarée", en="Contracts with a declared counterpart",
    formula="contrats en vigueur avec une contrepartie déclarée hors prévention rapportés aux contrats",
    numerator="contrats avec contrepartie déclarée", denominator="contrats en vigueur",
    comparator=Comparator.NONE, reference="aucun : la déclaration est libre",
    claim="Le contrat se marchande.", source="Gautron 2010, II.1.B",
    caution="Déclaration libre : qui déclare se montre, qui se tait ne se voit pas. N'a de sens que sur "
    "beaucoup de contrats.",
    judged=False, frames=("contracts",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "contracts": [
                {"contract": 1, "start": "2024-01-01", "end": "2027-01-01", "counterpart": True},
                {"contract": 2, "start": "2024-01-01", "end": "2027-01-01"},
                {"contract": 3, "start": "2020-01-01", "end": "2023-01-01", "counterpart": True},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 2},
    ),
)  # fmt: skip
def counterparts(view: View) -> pl.DataFrame:
    """Contracts with a declared counterpart outside prevention (domain, 9.8, D12)."""
    return share(view.in_force("contracts"), pl.col("counterpart"))


@indicator(
    id="D13", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Décisions suivies d'une action", en="Decisions with an action",
    formula="décisions auxquelles une action est attachée rapportées aux décisions",
    numerator="décisions avec une action", denominator="décisions écrites",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Le contrat vise l'opérationnel.", source="Gautron 2010, I.2",
    caution="Certaines décisions n'appellent pas d'action.", frames=("decisions",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "decisions": [
                {"decision": 1, "day": "2026-01-01", "followed": True},
                {"decision": 2, "day": "2026-01-01", "followed": False},
                {"decision": 3, "day": "2026-01-01"},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def followed(view: View) -> pl.DataFrame:
    """Decisions with an action attached (domain, 9.8, D13)."""
    return share(view.within("decisions", 12), pl.col("followed"))
