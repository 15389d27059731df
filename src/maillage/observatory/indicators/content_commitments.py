"""Content, the commitments: precise, kept, in both directions, taken by those who complain (9.3 and 9.8)."""

import polars as pl

from maillage.observatory.indicators.content_sheets import BINDING
from maillage.observatory.indicators.examples import Rows
from maillage.observatory.indicators.measures import share, tally
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Unit

LOOSE = "Gautron 2010, II.2.C"
_OPENED: Rows = {"partnerships": [{"opened": "2018-01-01"}]}


def standing(view: View) -> pl.DataFrame:
    """Commitments that ran at some time of the last twelve months: neither due nor closed before."""
    first = view.start(12)
    return view.table("commitments").filter(
        pl.col("due").is_null() | (pl.col("due") > first),
        pl.col("closed").is_null() | (pl.col("closed") > first),
    )


@indicator(
    id="C9", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Engagements précis", en="Binding commitments",
    formula="engagements avec porteur, livrable, quantité et date, rapportés aux engagements en cours "
    "pendant les 12 mois",
    numerator="engagements avec les quatre éléments", denominator="engagements en cours",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Les engagements sont « peu contraignants ».", source=LOOSE,
    caution="Peu d'engagements, ou de très petits, donnent aussi un bon chiffre : lire leur nombre.",
    with_=("C10",), frames=("commitments",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "commitments": [
                {"commitment": 1, "made": "2024-06-01", "due": "2026-01-01", "elements": 4},
                {"commitment": 2, "made": "2026-01-01", "elements": 2},
                {"commitment": 3, "made": "2026-01-01", "due": "2027-01-01"},
                {"commitment": 4, "made": "2023-06-01", "due": "2024-06-01", "elements": 4},
                {"commitment": 5, "made": "2023-06-01", "elements": 1, "closed": "2024-06-01"},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def binding(view: View) -> pl.DataFrame:
    """Commitments with holder, deliverable, quantity and date, of those running (domain, 9.3, C9)."""
    return share(standing(view), pl.col("elements") == BINDING)


@indicator(
    id="C10", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Engagements tenus", en="Kept commitments",
    formula="engagements précis tenus à temps rapportés aux engagements précis échus dans les 12 mois",
    numerator="engagements tenus à temps", denominator="engagements précis échus",
    comparator=Comparator.TEXT, reference="l'auteur dit qu'ils sont en général tenus, sans chiffre",
    claim="Les engagements pris sont en général tenus.", source="Gaudin 2001, cité par Gautron 2010, I.2",
    caution="Promettre peu ou vaguement donne un bon chiffre : lire C9 et le nombre d'engagements échus. Un "
    "engagement renégocié avant son échéance n'est ni tenu ni rompu.",
    with_=("C9",), frames=("commitments",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "commitments": [
                {"commitment": 1, "made": "2025-06-01", "due": "2026-01-01", "elements": 4, "kept": True,
                 "closed": "2025-12-20"},
                {"commitment": 2, "made": "2025-06-01", "due": "2026-02-01", "elements": 4, "kept": False,
                 "closed": "2026-07-15"},
                {"commitment": 3, "made": "2025-06-01", "due": "2026-02-01", "elements": 4, "kept": False,
                 "closed": "2026-03-15"},
                {"commitment": 4, "made": "2025-06-01", "due": "2026-02-01", "elements": 4, "kept": False,
                 "renegotiated": True},
                {"commitment": 5, "made": "2025-06-01", "due": "2026-02-01", "elements": 2, "kept": True},
                {"commitment": 6, "made": "2025-06-01", "due": "2026-09-01", "elements": 4},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def kept(view: View) -> pl.DataFrame:
    """Binding commitments met on time, of those that fell due in a year (scenario, section 6, C10m)."""
    moved = pl.col("renegotiated").fill_null(False)
    return share(view.due("commitments", 12).filter(pl.col("elements") == BINDING, ~moved), pl.col("kept"))


@indicator(
    id="C11", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Réciprocité", en="Reciprocity",
    formula="paires d'institutions engagées l'une envers l'autre dans les deux sens, rapportées aux paires "
    "engagées dans un sens au moins",
    numerator="paires engagées dans les deux sens", denominator="paires engagées dans un sens au moins",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Les obligations réciproques sont refusées.", source="Gautron 2010, conclusion",
    caution="Un engagement qui ne dit pas envers qui il est pris n'entre pas dans le compte.",
    frames=("commitments",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "commitments": [
                {"commitment": 1, "institution": 1, "towards": 2, "made": "2026-01-01", "due": "2026-09-01"},
                {"commitment": 2, "institution": 2, "towards": 1, "made": "2026-01-01", "due": "2026-09-01"},
                {"commitment": 3, "institution": 1, "towards": 3, "made": "2026-01-01", "due": "2026-09-01"},
                {"commitment": 4, "institution": 1, "towards": 2, "made": "2026-01-01", "due": "2026-10-01"},
                {"commitment": 5, "institution": 4, "made": "2026-01-01", "due": "2026-10-01"},
                {"commitment": 6, "institution": 5, "towards": 5, "made": "2026-01-01", "due": "2026-10-01"},
            ],
        },
        expect={"yes": 1, "unknown": 0, "total": 2},
    ),
)  # fmt: skip
def reciprocity(view: View) -> pl.DataFrame:
    """Pairs with commitments both ways, of pairs with one either way (scenario, section 6, C11)."""
    said = standing(view).filter(pl.col("institution") != pl.col("towards"))
    pairs = said.select(
        "partnership", one=pl.min_horizontal("institution", "towards"),
        other=pl.max_horizontal("institution", "towards"),
        up=pl.col("institution") < pl.col("towards"),
    ).group_by("partnership", "one", "other").agg(both=pl.col("up").n_unique() == 2)  # fmt: skip
    return share(pairs, pl.col("both"))


@indicator(
    id="C16", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Partenaires sans engagement", en="Partners without a commitment",
    formula="partenaires nommés sur une fiche sans engagement propre rapportés aux partenaires nommés, "
    "fiches en vigueur",
    numerator="partenaires sans engagement propre", denominator="partenaires nommés",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Le partenaire sert d'étiquette.", source="Gautron 2010, I.2",
    caution="Un partenaire nommé sur trois fiches compte trois fois.", frames=("sheets",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "sheets": [
                {"sheet": 1, "start": "2024-01-01", "partners": 4, "partners_bare": 3},
                {"sheet": 2, "start": "2024-01-01", "partners": 2},
                {"sheet": 3, "start": "2024-01-01", "partners": 0, "partners_bare": 0},
                {"sheet": 4, "start": "2022-01-01", "end": "2025-01-01", "partners": 5, "partners_bare": 5},
            ],
        },
        expect={"yes": 3, "unknown": 2, "total": 6},
    ),
)  # fmt: skip
def bare_partners(view: View) -> pl.DataFrame:
    """Partners named on sheets without a commitment of their own (domain, 9.8, C16)."""
    named = view.in_force("sheets").filter(pl.col("partners") > 0)
    unknown = pl.when(pl.col("partners_bare").is_null()).then("partners").otherwise(0)
    bare = pl.min_horizontal(pl.col("partners_bare").fill_null(0), "partners")
    return tally(named, bare, pl.col("partners"), unknown)


@indicator(
    id="C17", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.RATIO, months=12, good=Direction.HIGH,
    fr="Engagements pris par qui signale le problème", en="Commitments taken by who reports the problem",
    formula="engagements pris par l'institution qui a signalé le problème rapportés aux engagements qui "
    "répondent à un problème signalé",
    numerator="engagements de l'institution qui a signalé", denominator="engagements qui répondent à un "
    "problème signalé",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Chacun se décharge sur l'autre.", source="Gautron 2010, conclusion",
    caution="Signaler un problème qu'un autre seul peut traiter n'est pas se décharger. Un problème sans "
    "engagement ne se voit pas.",
    judged=False, frames=("commitments",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "commitments": [
                {"commitment": 1, "institution": 1, "reported_problem": 1, "made": "2026-01-01"},
                {"commitment": 2, "institution": 2, "reported_problem": 1, "made": "2026-01-01"},
                {"commitment": 3, "reported_problem": 1, "made": "2026-01-01"},
                {"commitment": 4, "institution": 2, "made": "2026-01-01"},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def taken_by_the_reporter(view: View) -> pl.DataFrame:
    """Commitments on a reported problem taken by who reported it (domain, 9.8, C17)."""
    answering = standing(view).filter(pl.col("reported_problem").is_not_null())
    return share(answering, pl.col("institution") == pl.col("reported_problem"))
