"""Decision: where it is taken, by whom, with what dissent, on whose proposal (domain, 9.4)."""

import polars as pl

from maillage.observatory.indicators.examples import Rows
from maillage.observatory.indicators.measures import share
from maillage.observatory.indicators.presences import roster
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Sitting, Unit

FACADE = "Gautron 2010, II.2.B"
CORE = "Thoenig 1994, cité par Gautron 2010, II.1.B"
_OPENED: Rows = {"partnerships": [{"opened": "2018-01-01"}]}


@indicator(
    id="D1", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Décisions prises dans l'instance", en="Decided in the body",
    formula="décisions prises dans une instance constituée, toutes les institutions liées étant convoquées, "
    "rapportées aux décisions écrites",
    numerator="décisions prises dans l'instance", denominator="décisions écrites",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Les décisions se prennent dans les couloirs.",
    source="Le Goff 2003, cité par Gautron 2010, II.2.B",
    caution="Ne compte que ce qui a été écrit : une décision de couloir qui n'est pas notée ne se voit pas. "
    "Lire avec D9.",
    cluster="body", with_=("D9",), frames=("decisions",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "decisions": [
                {"decision": 1, "meeting": 1, "day": "2026-01-01", "in_body": True},
                {"decision": 2, "day": "2026-02-01", "in_body": False},
                {"decision": 3, "day": "2026-02-01"},
                {"decision": 4, "meeting": 0, "day": "2025-01-01", "in_body": True},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def in_the_body(view: View) -> pl.DataFrame:
    """Decisions taken in a constituted body with all bound institutions convened (domain, 9.4, D1)."""
    return share(view.within("decisions", 12), pl.col("in_body"))


@indicator(
    id="D2", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.HIGH,
    fr="Désaccords écrits", en="Recorded disagreement",
    formula="décisions où un désaccord est écrit rapportées aux décisions des 24 mois",
    numerator="décisions avec un désaccord écrit", denominator="décisions",
    comparator=Comparator.PAST, reference="son propre passé ; on n'en parle qu'à partir de 25 décisions",
    claim="L'unité est de façade.", source=FACADE,
    caution="Aucun désaccord n'est pas une bonne nouvelle : se dit « aucun désaccord écrit en n décisions », "
    "et seulement à partir de 25.",
    cluster="body", with_=("D2w",), least=25, frames=("decisions",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "decisions": [
                {"decision": 1, "day": "2025-01-01", "dissents": 2},
                {"decision": 2, "day": "2026-02-01", "dissents": 0},
                {"decision": 3, "day": "2026-02-01"},
                {"decision": 4, "day": "2024-01-01", "dissents": 1},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def dissent(view: View) -> pl.DataFrame:
    """Decisions with a recorded disagreement, 24 months (scenario, section 6, D2m)."""
    return share(view.within("decisions", 24), pl.col("dissents") > 0)


@indicator(
    id="D2w", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.NONE,
    fr="Points retirés", en="Items withdrawn",
    formula="points retirés rapportés aux points inscrits à l'ordre du jour, sur 24 mois",
    numerator="points retirés", denominator="points inscrits",
    comparator=Comparator.NONE, reference="aucun",
    claim="L'unité est de façade.", source=FACADE,
    caution="Un retrait peut éviter un désaccord ou attendre une pièce : chiffre de contexte.",
    judged=False, frames=("items",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "items": [
                {"item": 1, "day": "2026-01-01", "withdrawn": True},
                {"item": 2, "day": "2026-01-01", "withdrawn": False},
                {"item": 3, "day": "2026-01-01"},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def withdrawn(view: View) -> pl.DataFrame:
    """Items withdrawn, of items on the agenda, told apart from disagreements (section 6, D2)."""
    return share(view.within("items", 24), pl.col("withdrawn"))


@indicator(
    id="D3", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Accords à deux", en="Bilateralism",
    formula="accords entre deux parties rapportés aux accords en vigueur, hors conventions que la loi impose",
    numerator="accords à deux", denominator="accords en vigueur, hors ceux que la loi impose",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="On revient aux relations à deux.", source="Gautron 2010, conclusion",
    caution="Les conventions que la loi veut à deux (police municipale et État, parquet et maire) ne sont "
    "pas comptées.",
    frames=("agreements",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "agreements": [
                {"agreement": 1, "start": "2024-01-01", "parties": 2},
                {"agreement": 2, "start": "2024-01-01", "parties": 4},
                {"agreement": 3, "start": "2024-01-01", "parties": 2, "by_law": True},
                {"agreement": 4, "start": "2024-01-01"},
                {"agreement": 5, "start": "2022-01-01", "end": "2025-01-01", "parties": 2},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def bilateral(view: View) -> pl.DataFrame:
    """Two-party agreements of agreements in force, those required by law left out (section 6, D3)."""
    free = view.in_force("agreements").filter(~pl.col("by_law").fill_null(False))
    return share(free, pl.col("parties") == 2)


@indicator(
    id="D4", family=Family.DECISION, kind=Kind.VALUE, unit=Unit.PERCENT, months=12, good=Direction.NONE,
    fr="Poids du premier collège", en="Weight of the largest college",
    formula="sièges du collège le plus nombreux rapportés aux sièges occupés",
    numerator="sièges du collège le plus nombreux", denominator="sièges occupés",
    comparator=Comparator.LAW,
    reference="histoire : parité de 1992 à 2002 ; aucun collège au-dessus de la moitié de 2002 à 2007 ; plus "
    "de règle depuis",
    claim="Les représentants de l'État l'emportent.", source="Gautron 2010, II.1.B",
    caution="Le nombre de sièges ne dit rien du poids réel : chiffre de contexte, qui n'accuse personne. La "
    "direction se lit dans D5 et D6.",
    judged=False, with_=("D5", "D6"), frames=("seats", "institutions"),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "institutions": [
                {"institution": 1, "college": "state", "since": "2018-01-01"},
                {"institution": 2, "college": "local", "since": "2018-01-01"},
            ],
            "seats": [
                {"seat": 1, "institution": 1, "start": "2020-01-01"},
                {"seat": 2, "institution": 1, "start": "2020-01-01"},
                {"seat": 3, "institution": 2, "start": "2020-01-01"},
                {"seat": 4, "institution": 2, "start": "2020-01-01", "end": "2024-01-01"},
            ],
        },
        expect={"value": 2 / 3, "n": 3},
    ),
)  # fmt: skip
def largest_college(view: View) -> pl.DataFrame:
    """Share of seats of the largest college, context only (scenario, section 6, D4)."""
    seats = _seats(view).group_by("partnership").agg(most=pl.col("seats").max(), n=pl.col("seats").sum())
    return seats.select("partnership", "n", value=pl.col("most") / pl.col("n"))


def _seats(view: View) -> pl.DataFrame:
    """`seats` held on the day by college."""
    return (
        view.in_force("seats").join(_colleges(view), on=["partnership", "institution"])
        .group_by("partnership", "college").agg(seats=pl.len().cast(pl.Int64))
    )  # fmt: skip


def _colleges(view: View) -> pl.DataFrame:
    known = view.table("institutions").select("partnership", "institution", "college")
    return known.unique(["partnership", "institution"]).drop_nulls()


def colleges(view: View) -> pl.DataFrame:
    """`partnership`, `college`, `seats` on the day, `presences` in twelve months: what D4 sums up."""
    came = roster(view, 12).filter(pl.col("present")).select("partnership", "institution")
    presences = came.join(_colleges(view), on=["partnership", "institution"]).group_by(
        "partnership", "college"
    ).agg(presences=pl.len().cast(pl.Int64))  # fmt: skip
    both = _seats(view).join(presences, on=["partnership", "college"], how="full", coalesce=True)
    return both.with_columns(pl.col("seats", "presences").fill_null(0)).sort("partnership", "college")


_PROPOSED: Rows = {
    **_OPENED,
    "items": [
        {"item": 1, "day": "2026-01-01", "sitting": "plenary", "proposer_core": False},
        {"item": 2, "day": "2026-01-01", "sitting": "group", "proposer_core": True},
        {"item": 3, "day": "2026-01-01", "sitting": "group"},
        {"item": 4, "day": "2026-01-01", "sitting": "restricted", "proposer_core": True},
    ],
    "decisions": [
        {"decision": 1, "day": "2026-01-01", "sitting": "plenary", "core_only": False},
        {"decision": 2, "day": "2026-01-01", "core_only": True},
        {"decision": 3, "day": "2026-01-01", "sitting": "restricted", "core_only": True},
        {"decision": 4, "day": "2026-01-01", "sitting": "group"},
    ],
}


@indicator(
    id="D5", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Points proposés hors du noyau", en="Items proposed outside the core",
    formula="points proposés par d'autres que la préfecture, la police, la gendarmerie, le parquet et la "
    "commune, rapportés aux points des plénières et des groupes",
    numerator="points proposés hors du noyau", denominator="points d'auteur connu, plénières et groupes",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Le noyau est l'« épicentre ».", source=CORE,
    caution="La commune est du noyau ; la formation restreinte, qui est le noyau par construction, n'est pas "
    "comptée.",
    with_=("D5d",), frames=("items",),
    example=Example(day="2026-06-30", rows=_PROPOSED, expect={"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def proposed_outside(view: View) -> pl.DataFrame:
    """Items proposed outside the core, plenaries and groups only (scenario, section 6, D5m)."""
    open_to_all = pl.col("sitting").cast(pl.String).is_in([Sitting.PLENARY.value, Sitting.GROUP.value])
    return share(view.within("items", 12).filter(open_to_all), ~pl.col("proposer_core"))


@indicator(
    id="D5d", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Décisions du noyau seul", en="Decisions by the core alone",
    formula="décisions prises par le noyau seul rapportées aux décisions, formation restreinte à part",
    numerator="décisions du noyau seul", denominator="décisions hors formation restreinte",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Le noyau est l'« épicentre ».", source=CORE,
    caution="Une décision hors séance compte, si elle est écrite.", frames=("decisions",),
    example=Example(day="2026-06-30", rows=_PROPOSED, expect={"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def decided_by_the_core(view: View) -> pl.DataFrame:
    """Decisions by the core alone, the restricted formation left out (scenario, section 6, D5m)."""
    restricted = (pl.col("sitting") == Sitting.RESTRICTED.value).fill_null(False)
    return share(view.within("decisions", 12).filter(~restricted), pl.col("core_only"))


@indicator(
    id="D6", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Objectifs d'origine locale", en="Local origin of objectives",
    formula="objectifs d'origine locale et liés à un constat local rapportés aux objectifs en vigueur",
    numerator="objectifs locaux liés à un constat", denominator="objectifs en vigueur",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Les cadres arrivent tout faits.", source="De Maillard 2000a, cité par Gautron 2010, II.1.B",
    caution="Reprendre un objectif national peut être un choix local : demander pourquoi.",
    frames=("objectives",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "objectives": [
                {"objective": 1, "start": "2024-01-01", "local": True, "linked": True},
                {"objective": 2, "start": "2024-01-01", "local": True, "linked": False},
                {"objective": 3, "start": "2024-01-01", "linked": True},
                {"objective": 4, "start": "2024-01-01", "linked": False},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 4},
    ),
)  # fmt: skip
def local_origin(view: View) -> pl.DataFrame:
    """Objectives of local origin with a local finding (domain, 9.4, D6)."""
    return share(view.in_force("objectives"), pl.col("local") & pl.col("linked"))
