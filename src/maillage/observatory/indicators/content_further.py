"""Content, further: themes, shared words, sleeping sheets, premises, expertises, openers (domain, 9.8)."""

import polars as pl

from maillage.institutions.vocabulary import College, Sector
from maillage.observatory.indicators.content_sheets import SHEET
from maillage.observatory.indicators.examples import Rows
from maillage.observatory.indicators.measures import share, tally
from maillage.observatory.indicators.presences import HOUSE
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Unit

_OPENED: Rows = {"partnerships": [{"opened": "2018-01-01"}]}


@indicator(
    id="C2b", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Thèmes d'une seule institution", en="Themes served by one institution",
    formula="thèmes dont toutes les fiches en vigueur (pilotes et engagements) relèvent d'une seule "
    "institution, rapportés aux thèmes",
    numerator="thèmes d'une seule institution", denominator="thèmes des fiches en vigueur",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Les contrats sont rangés par institution, non par thème.", source="Gautron 2010, II.2.C",
    caution="Peu de thèmes : on lit les nombres. Les services de la commune font une seule institution.",
    frames=("sheets", "commitments"),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "sheets": [
                {"sheet": 1, "start": "2024-01-01", "theme": "école", "pilot_entity": 1},
                {"sheet": 2, "start": "2024-01-01", "theme": "école", "pilot_entity": 2},
                {"sheet": 3, "start": "2024-01-01", "theme": "transports", "pilot_entity": 1},
                {"sheet": 4, "start": "2024-01-01", "theme": "victimes"},
            ],
            "commitments": [{"institution": 11, "entity": 1, "sheet": 3, "made": "2024-02-01"}],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def themes_of_one(view: View) -> pl.DataFrame:
    """Themes that one legal entity alone serves, of the themes of sheets in force (domain, 9.8, C2b)."""
    themed = view.in_force("sheets").filter(pl.col("theme").is_not_null())
    pilots = themed.select("partnership", "theme", entity="pilot_entity")
    promised = view.table("commitments").filter(pl.col("sheet").is_not_null()).select(*SHEET, "entity")
    joined = themed.select(*SHEET, "theme").join(promised, on=SHEET).select(pilots.columns)
    served = (
        pl.concat([pilots, joined])
        .group_by("partnership", "theme")
        .agg(houses=pl.col("entity").drop_nulls().n_unique())
    )
    houses = pl.col("houses")
    return share(served, pl.when(houses > 0).then(houses == 1))


@indicator(
    id="C13", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Mots définis ensemble", en="Words defined together",
    formula="termes du contrat dont la définition écrite est acceptée par tous les pilotes concernés, "
    "rapportés aux termes du lexique",
    numerator="termes définis et acceptés", denominator="termes du lexique",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Mêmes mots, sens différents.", source="De Maillard 2000a, cité par Gautron 2010, II.2.C",
    caution="Un lexique court se remplit vite.", frames=("contracts",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "contracts": [
                {"contract": 1, "start": "2024-01-01", "terms": 8, "terms_agreed": 6},
                {"contract": 2, "start": "2024-01-01", "terms": 3},
                {"contract": 3, "start": "2020-01-01", "end": "2023-12-31", "terms": 5, "terms_agreed": 0},
            ],
        },
        expect={"yes": 6, "unknown": 3, "total": 11},
    ),
)  # fmt: skip
def words_agreed(view: View) -> pl.DataFrame:
    """Terms of the glossary with a definition agreed by all pilots concerned (domain, 9.8, C13)."""
    named = view.in_force("contracts").filter(pl.col("terms") > 0)
    unknown = pl.when(pl.col("terms_agreed").is_null()).then("terms").otherwise(0)
    return tally(
        named, pl.min_horizontal(pl.col("terms_agreed").fill_null(0), "terms"), pl.col("terms"), unknown
    )


@indicator(
    id="C14", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Fiches restées sans suite", en="Sheets without event",
    formula="fiches sans aucun événement dans les 12 mois qui suivent la signature, rapportées aux fiches en "
    "vigueur signées depuis plus de 12 mois",
    numerator="fiches sans événement", denominator="fiches en vigueur signées depuis plus de 12 mois",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Le plan est une formalité.", source="Gautron 2010, II.2.C",
    caution="Ce qui s'est fait sans être noté passe pour un silence.", frames=("sheets",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "sheets": [
                {"sheet": 1, "start": "2024-01-01", "signed": "2024-01-01"},
                {"sheet": 2, "start": "2024-01-01", "signed": "2024-01-01", "last_event": "2024-06-01"},
                {"sheet": 3, "start": "2024-01-01", "signed": "2024-01-01", "last_event": "2026-02-01"},
                {"sheet": 4, "start": "2024-01-01", "signed": "2024-01-01", "first_event": "2025-05-01",
                 "last_event": "2026-02-01"},
                {"sheet": 5, "start": "2026-01-01", "signed": "2026-01-01"},
                {"sheet": 6, "start": "2024-01-01"},
            ],
        },
        expect={"yes": 2, "unknown": 1, "total": 4},
    ),
)  # fmt: skip
def without_event(view: View) -> pl.DataFrame:
    """Sheets without event in the year after signature, once that year is over (domain, 9.8, C14).

    A sheet of which only a later event is known is unknown: something may have happened before.
    """
    old = view.in_force("sheets").filter(pl.col("signed") <= view.start(12))
    year, first, last = pl.col("signed").dt.offset_by("12mo"), pl.col("first_event"), pl.col("last_event")
    early = first.is_between("signed", year) | last.is_between("signed", year, closed="right")
    silent = (first > year) | (first.is_null() & (last.is_null() | (last <= pl.col("signed"))))
    return share(old, pl.when(early).then(False).when(silent).then(True))


@indicator(
    id="C15", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Accord de l'institution qui accueille", en="Agreement of the host",
    formula="actions menées dans les murs d'une autre institution avec son accord daté d'avant le jour, "
    "rapportées à ces actions",
    numerator="actions avec accord préalable", denominator="actions menées chez une autre institution",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Police et PJJ viennent à l'école sans prévenir.", source="Gautron 2010, II.2.B et C",
    caution="Un accord oral n'est pas compté.", frames=("sheets",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "sheets": [
                {"sheet": 1, "start": "2024-01-01", "hosted": True, "host_agreed": True},
                {"sheet": 2, "start": "2024-01-01", "hosted": True},
                {"sheet": 3, "start": "2024-01-01", "hosted": False},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 2},
    ),
)  # fmt: skip
def host_agreed(view: View) -> pl.DataFrame:
    """Actions on another's premises with its earlier agreement (domain, 9.8, C15)."""
    return share(view.in_force("sheets").filter(pl.col("hosted")), pl.col("host_agreed"))


def _promise(sheet: int, entity: int, college: str, sector: str) -> dict[str, object]:
    return {"institution": entity, "entity": entity, "college": college, "sector": sector, "sheet": sheet,
            "made": "2024-02-01"}  # fmt: skip


@indicator(
    id="C18", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Fiches où police et justice s'engagent ensemble", en="Sheets of both police and justice",
    formula="fiches en vigueur avec des engagements de la police ou de la gendarmerie et de la justice, "
    "rapportées aux fiches où l'une des deux s'engage",
    numerator="fiches où les deux s'engagent", denominator="fiches où l'une ou l'autre s'engage",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Police et justice sont concurrentes.", source="Gautron 2010, conclusion",
    caution="La police municipale n'est pas comptée avec la police nationale.",
    frames=("sheets", "commitments"),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "sheets": [{"sheet": number, "start": "2024-01-01"} for number in range(1, 5)],
            "commitments": [
                _promise(1, 1, "state", "policing"), _promise(1, 2, "justice", "justice"),
                _promise(2, 1, "state", "policing"), _promise(2, 3, "local", "municipal_police"),
                _promise(3, 3, "local", "municipal_police"),
            ],
        },
        expect={"yes": 1, "unknown": 0, "total": 2},
    ),
)  # fmt: skip
def police_and_justice(view: View) -> pl.DataFrame:
    """Sheets with commitments of both police and justice, of those with either (domain, 9.8, C18)."""
    sector = pl.col("sector")
    told = (
        _committed(view)
        .group_by(SHEET)
        .agg(police=(sector == Sector.POLICING.value).any(), justice=(sector == Sector.JUSTICE.value).any())
    )
    return share(told.filter(pl.col("police") | pl.col("justice")), pl.col("police") & pl.col("justice"))


def _committed(view: View) -> pl.DataFrame:
    """Commitments on sheets in force."""
    return view.table("commitments").join(view.in_force("sheets").select(SHEET), on=SHEET, how="semi")


@indicator(
    id="C19", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Constats signés à plusieurs", en="Findings signed together",
    formula="constats signés par deux institutions au moins rapportés aux constats du dernier diagnostic "
    "(les douze mois qui finissent au dernier constat)",
    numerator="constats signés à plusieurs", denominator="constats du dernier diagnostic",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Le diagnostic confronte les expertises.", source="Gautron 2010, I.2",
    caution="Le diagnostic ne se refait pas chaque année : son âge se lit dans E4.", frames=("findings",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "findings": [
                {"finding": 1, "day": "2024-06-01", "signatories": 3},
                {"finding": 2, "day": "2024-06-01", "signatories": 1},
                {"finding": 3, "day": "2023-11-01"},
                {"finding": 4, "day": "2020-06-01", "signatories": 2},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def signed_together(view: View) -> pl.DataFrame:
    """Findings signed by two institutions or more, in the year up to the last finding (domain, 9.8, C19)."""
    last = pl.col("day").max().over("partnership")
    read = view.table("findings").with_columns(end=last, start=last.dt.offset_by("-12mo").dt.offset_by("1d"))
    recent = read.filter(pl.col("day") >= pl.col("start"))
    dates = recent.group_by("partnership").agg(pl.col("start", "end").first())
    return share(recent, pl.col("signatories") >= 2).join(dates, on="partnership")


@indicator(
    id="C20", family=Family.CONTENT, kind=Kind.LIST, unit=Unit.COUNT, months=12, good=Direction.NONE,
    fr="Qui ouvre les actions communes", en="Who opens joint actions",
    formula="actions communes en vigueur, par institution qui les a ouvertes",
    numerator="institutions qui ont ouvert une action commune", denominator="institutions du partenariat",
    comparator=Comparator.NONE, reference="aucun",
    claim="L'initiative vient de quelques-uns.", source="Gautron 2010, II.2.B",
    caution="Des institutions, jamais des personnes ; ouvrir beaucoup n'est pas mieux. Dans l'ordre de la "
    "liste des membres, sans classement.",
    judged=False, least=1, frames=("sheets", "institutions"),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "institutions": [{"institution": number, "since": "2018-01-01"} for number in (1, 2)],
            "sheets": [
                {"sheet": 1, "start": "2025-09-01", "common": True, "opener": 1},
                {"sheet": 2, "start": "2025-10-01", "common": True, "opener": 1},
                {"sheet": 3, "start": "2025-10-01", "common": True},
                {"sheet": 4, "start": "2025-10-01", "common": False, "opener": 2},
            ],
        },
        expect={"institution": [1, 2], "group": ["named", "other"], "yes": [2, 0], "total": [3, 3]},
    ),
)  # fmt: skip
def openers(view: View) -> pl.DataFrame:
    """Joint actions in force by opening institution; `total` is all of them (domain, 9.8, C20)."""
    opened = view.in_force("sheets").filter(pl.col("common"))
    own = opened.group_by("partnership", institution="opener").agg(yes=pl.len().cast(pl.Int64))
    whole = opened.group_by("partnership").agg(total=pl.len().cast(pl.Int64))
    known = pl.concat(
        [view.in_force("institutions", "until").select(HOUSE), own.select(HOUSE).drop_nulls()]
    ).unique()
    told = known.join(whole, on="partnership").join(own, on=HOUSE, how="left").sort(HOUSE)
    yes = pl.col("yes").fill_null(0)
    return told.select(
        *HOUSE, yes, "total", group=pl.when(yes > 0).then(pl.lit("named")).otherwise(pl.lit("other"))
    )


@indicator(
    id="D10", family=Family.DECISION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Fiches où deux services de l'État s'engagent", en="Sheets of two State services",
    formula="fiches en vigueur où deux services de l'État au moins s'engagent, rapportées aux fiches où un "
    "service de l'État s'engage",
    numerator="fiches avec deux services de l'État", denominator="fiches avec un service de l'État",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Il n'y a pas d'« État local ».", source="Gautron 2010, II.2.A",
    caution="La justice n'est pas comptée avec l'État. Plusieurs services de l'État sur une fiche n'en font "
    "pas une fiche commune (C1).",
    with_=("D10p",), frames=("sheets", "commitments"),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "sheets": [{"sheet": number, "start": "2024-01-01"} for number in range(1, 4)],
            "commitments": [
                _promise(1, 1, "state", "policing"), _promise(1, 4, "state", "prefecture"),
                _promise(2, 1, "state", "policing"), _promise(2, 1, "state", "policing"),
                _promise(3, 2, "justice", "justice"),
            ],
        },
        expect={"yes": 1, "unknown": 0, "total": 2},
    ),
)  # fmt: skip
def two_state_services(view: View) -> pl.DataFrame:
    """Sheets with two State services committed, of those with one at least (domain, 9.8, D10)."""
    state = _committed(view).filter(pl.col("college") == College.STATE.value)
    services = state.group_by(SHEET).agg(services=pl.col("entity").n_unique())
    return share(services, pl.col("services") >= 2)
