"""Content, the action sheets: joint or of one house, complete, born together, recycled (domain, 9.3)."""

import polars as pl

from maillage.institutions.vocabulary import College
from maillage.observatory.indicators.examples import Rows
from maillage.observatory.indicators.measures import mean, share
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Unit

HOUSES = "Gautron 2010, II.2.C"
SHEET = ["partnership", "sheet"]
BINDING = 4  # holder, deliverable, quantity, date
_OPENED: Rows = {"partnerships": [{"opened": "2018-01-01"}]}
_SHEETS = [{"sheet": number, "start": "2024-01-01"} for number in range(1, 6)]


def _promise(
    sheet: int, entity: int, college: str, sector: str, elements: int | None = 4
) -> dict[str, object]:
    return {"institution": entity, "entity": entity, "college": college, "sector": sector, "sheet": sheet,
            "made": "2024-02-01", "elements": elements}  # fmt: skip


@indicator(
    id="C1", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Fiches communes", en="Joint sheets",
    formula="fiches en vigueur où deux institutions au moins, de deux collèges (ou de deux secteurs hors "
    "État), tiennent un engagement précis : porteur, livrable, quantité, date",
    numerator="fiches communes", denominator="fiches en vigueur",
    comparator=Comparator.TEXT, threshold=0.5,
    reference="« la plupart » des fiches sont d'un seul secteur ; la moitié est notre traduction",
    claim="La plupart des fiches sont mono-sectorielles.",
    source="Mouhanna 2005, cité par Gautron 2010, II.2.C",
    caution="Deux services de l'État font un seul collège ; commune, police municipale et CCAS, une seule "
    "institution. Un engagement vague ne compte pas.",
    cluster="joint", frames=("sheets", "commitments"),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED, "sheets": _SHEETS,
            "commitments": [
                _promise(1, 1, "local", "town"), _promise(1, 2, "justice", "justice"),
                _promise(2, 3, "state", "prefecture"), _promise(2, 4, "state", "policing"),
                {**_promise(3, 1, "local", "town"), "institution": 11},
                {**_promise(3, 1, "local", "municipal_police"), "institution": 12},
                _promise(4, 1, "local", "town"), _promise(4, 2, "justice", "justice", 2),
                _promise(5, 1, "local", "town"), _promise(5, 2, "justice", "justice", None),
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 5},
    ),
)  # fmt: skip
def joint_sheets(view: View) -> pl.DataFrame:
    """Sheets with binding commitments of two entities in two colleges (scenario, section 6, C1)."""
    return share(joint(view), pl.col("joint"))


def joint(view: View) -> pl.DataFrame:
    """Sheets in force with `joint`; null where commitments not fully described could make it so."""
    return view.keep(("joint",), lambda: _joint(view))


def _joint(view: View) -> pl.DataFrame:
    elements = pl.col("elements")
    firm = _meets(view, elements == BINDING)
    most = _meets(view, elements.is_null() | (elements == BINDING))
    told = (
        view.in_force("sheets")
        .select(SHEET)
        .join(firm, on=SHEET, how="left")
        .join(most, on=SHEET, how="left", suffix="_most")
    )
    sure, possible = pl.col("meets").fill_null(False), pl.col("meets_most").fill_null(False)
    return told.select(*SHEET, joint=pl.when(sure).then(True).when(~possible).then(False))


def _meets(view: View, kept: pl.Expr) -> pl.DataFrame:
    """Per sheet, whether the chosen commitments join two entities of two colleges or non-State sectors.

    Each legal entity counts under one college and one sector: those of the entity itself if it commits.
    """
    rows = view.table("commitments").filter(pl.col("sheet").is_not_null(), kept)
    own = rows.sort((pl.col("institution") != pl.col("entity")).fill_null(True), maintain_order=True)
    houses = own.unique([*SHEET, "entity"], keep="first", maintain_order=True)
    outside = pl.col("sector").filter(pl.col("college") != College.STATE.value)
    met = houses.group_by(SHEET).agg(
        houses=pl.len(), colleges=pl.col("college").n_unique(), sectors=outside.n_unique()
    )
    apart = (pl.col("colleges") > 1) | (pl.col("sectors") > 1)
    return met.select(*SHEET, meets=(pl.col("houses") > 1) & apart)


@indicator(
    id="C2", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Fiches d'une seule maison", en="Single-house sheets",
    formula="fiches dont le pilote et tous les engagements propres relèvent d'une seule institution, "
    "rapportées aux fiches en vigueur dont le pilote est connu",
    numerator="fiches d'une seule maison", denominator="fiches dont le pilote est connu",
    comparator=Comparator.TEXT,
    reference="la littérature décrit des contrats rangés par institution, sans donner de part",
    claim="Les contrats sont rangés par institution, non par thème : ce sont des catalogues.",
    source="Donzelot et Wyvekens 2004 ; Le Goff 2003, cités par Gautron 2010, II.2.C",
    caution="Le financeur n'entre pas dans le compte. Sans engagement écrit, la fiche est celle du pilote "
    "seul.",
    cluster="joint", frames=("sheets", "commitments"),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "sheets": [
                {"sheet": 1, "start": "2024-01-01", "pilot_entity": 1},
                {"sheet": 2, "start": "2024-01-01", "pilot_entity": 1},
                {"sheet": 3, "start": "2024-01-01", "pilot_entity": 1},
                {"sheet": 4, "start": "2024-01-01"},
                {"sheet": 5, "start": "2024-01-01", "pilot_entity": 1},
            ],
            "commitments": [
                _promise(1, 1, "local", "town", 1), _promise(2, 1, "local", "town"),
                _promise(2, 2, "justice", "justice", 1), {**_promise(5, 1, "local", "town"), "entity": None},
            ],
        },
        expect={"yes": 2, "unknown": 1, "total": 4},
    ),
)  # fmt: skip
def single_house(view: View) -> pl.DataFrame:
    """Sheets whose pilot and commitments are of one legal entity (scenario, section 6, C2m)."""
    piloted = view.in_force("sheets").filter(pl.col("pilot_entity").is_not_null())
    promised = view.table("commitments").filter(pl.col("sheet").is_not_null()).select(*SHEET, "entity")
    beside = (
        piloted.select(*SHEET, "pilot_entity")
        .join(promised, on=SHEET)
        .group_by(SHEET)
        .agg(other=(pl.col("entity") != pl.col("pilot_entity")).any(ignore_nulls=False))
    )
    told = piloted.select(SHEET).join(beside.with_columns(committed=True), on=SHEET, how="left")
    other = pl.when(pl.col("committed").is_null()).then(False).otherwise(pl.col("other"))
    return share(told, ~other)


_FIELDS: Rows = {
    **_OPENED,
    "sheets": [
        {"sheet": 1, "start": "2024-01-01", "fields": 10, "sina3": True},
        {"sheet": 2, "start": "2024-01-01", "fields": 6, "sina3": False},
        {"sheet": 3, "start": "2024-01-01", "fields": 8, "sina3": True},
        {"sheet": 4, "start": "2024-01-01"},
        {"sheet": 5, "start": "2022-01-01", "end": "2025-12-31", "fields": 1, "sina3": False},
    ],
}  # fmt: skip


@indicator(
    id="C3", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Fiches avec contenu, calendrier et coût", en="Complete sheets (Sina-3)",
    formula="fiches où contenu, calendrier et coût sont donnés, rapportées aux fiches en vigueur",
    numerator="fiches complètes", denominator="fiches en vigueur",
    comparator=Comparator.TEXT, threshold=0.5,
    reference="« peu » de fiches les donnent ; la moitié est notre traduction",
    claim="Peu de fiches disent leur contenu, leur calendrier et leur coût.",
    source="Sina 2002, cité par Gautron 2010, II.2.C",
    caution="Un champ « sans objet » motivé compte comme rempli. Lire aussi la note sur dix champs (C3s).",
    with_=("C3s",), frames=("sheets",),
    example=Example(day="2026-06-30", rows=_FIELDS, expect={"yes": 2, "unknown": 1, "total": 4}),
)  # fmt: skip
def complete_sheets(view: View) -> pl.DataFrame:
    """Sheets in force with content, calendar and cost (domain, 9.3, C3; Sina 2002)."""
    return share(view.in_force("sheets"), pl.col("sina3"))


@indicator(
    id="C3s", family=Family.CONTENT, kind=Kind.VALUE, unit=Unit.SCORE, months=12, good=Direction.HIGH,
    fr="Champs remplis par fiche, sur dix", en="Fields filled per sheet, out of ten",
    formula="moyenne, sur les fiches en vigueur, du nombre de champs remplis ou « sans objet » motivés",
    numerator="champs remplis", denominator="fiches en vigueur",
    comparator=Comparator.PAST, reference="son propre passé ; l'échelle va de 0 à 10",
    claim="Peu de fiches sont complètes.", source="Sina 2002, cité par Gautron 2010, II.2.C",
    caution="Compte des champs remplis, pas leur qualité. Intervalle approché sous dix fiches.",
    frames=("sheets",),
    example=Example(day="2026-06-30", rows=_FIELDS, expect={"value": 8.0, "n": 3, "high": 10.0}),
)  # fmt: skip
def fields_filled(view: View) -> pl.DataFrame:
    """Mean number of the ten fields filled or without object for a reason (scenario, section 6, C3)."""
    return mean(view.in_force("sheets"), pl.col("fields"), 10)


@indicator(
    id="C7", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Fiches nées d'une délibération commune", en="Sheets of joint origin",
    formula="fiches liées à une décision ou à un point antérieur, en présence de deux institutions au moins, "
    "rapportées aux fiches en vigueur",
    numerator="fiches d'origine commune", denominator="fiches en vigueur",
    comparator=Comparator.TEXT, reference="« assez rares », sans chiffre",
    claim="Les fiches nées d'une délibération commune sont « assez rares ».", source=HOUSES,
    caution="Une délibération qui n'est pas écrite ne se voit pas. Un lien posé après coup ne compte pas.",
    cluster="joint", frames=("sheets", "decisions", "items"),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "sheets": [
                {"sheet": 1, "start": "2024-01-01", "joint_origin": True},
                {"sheet": 2, "start": "2024-01-01", "joint_origin": False},
                {"sheet": 3, "start": "2024-01-01"},
                {"sheet": 4, "start": "2022-01-01", "end": "2025-01-01", "joint_origin": True},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def joint_origin(view: View) -> pl.DataFrame:
    """Sheets linked to an earlier decision or item with two institutions present (section 6, C7)."""
    return share(view.in_force("sheets"), pl.col("joint_origin"))


@indicator(
    id="C8", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Fiches recyclées", en="Recycled sheets",
    formula="fiches qui existaient avant le contrat et n'ont pas changé (mêmes partenaires, public, "
    "livrables, échelle), rapportées aux fiches en vigueur",
    numerator="fiches recyclées sans changement", denominator="fiches en vigueur",
    comparator=Comparator.TEXT, threshold=0.5,
    reference="« on retrouve les actions habituelles » ; la moitié est notre traduction",
    claim="On retrouve dans les contrats les actions habituelles.",
    source="Bonnemaison 1984, cité par Gautron 2010, II.2.C",
    caution="Continuer ce qui marche n'est pas une faute : une action étendue n'est pas comptée ici.",
    frames=("sheets",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "sheets": [
                {"sheet": 1, "start": "2024-01-01", "existing": True},
                {"sheet": 2, "start": "2024-01-01", "existing": True, "extended": True},
                {"sheet": 3, "start": "2024-01-01", "existing": False, "extended": True},
                {"sheet": 4, "start": "2024-01-01"},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 4},
    ),
)  # fmt: skip
def recycled(view: View) -> pl.DataFrame:
    """Sheets that existed before and are unchanged (scenario, section 6, C8)."""
    unchanged = pl.col("existing") & ~pl.col("extended").fill_null(False)
    return share(view.in_force("sheets"), unchanged)
