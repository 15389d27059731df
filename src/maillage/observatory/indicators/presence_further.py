"""Presence, further: withdrawal after a rule, openness, mandates, agents reached, the parquet (9.2, 9.8)."""

import polars as pl

from maillage.institutions.vocabulary import InstitutionKind, Sector
from maillage.observatory.indicators.examples import Rows
from maillage.observatory.indicators.measures import share, tally
from maillage.observatory.indicators.presences import HOUSE, kinds_of, roster
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Unit
from maillage.science import proportion

MARGINAL = "Gautron 2010, note 9"
_OPENED: Rows = {"partnerships": [{"opened": "2018-01-01"}]}


@indicator(
    id="P7", family=Family.PRESENCE, kind=Kind.VALUE, unit=Unit.POINTS, months=36, good=Direction.NONE,
    fr="Retrait du travail social après un changement de règle", en="Withdrawal after a rule change",
    formula="présence des institutions de l'action sociale dans les 12 mois qui suivent la dernière loi "
    "notée, moins leur présence dans les 12 mois qui la précèdent",
    numerator="part de présences après moins part avant", denominator="convocations de la plus courte des "
    "deux périodes",
    comparator=Comparator.PAST, reference="l'événement du 5 mars 2007, dans l'histoire",
    claim="Des travailleurs sociaux se sont retirés après la loi de 2007.",
    source="CNV 2009, cité par Gautron 2010, II.2.B",
    caution="Un avant et un après ne font pas une cause : d'autres choses ont changé le même jour.",
    judged=False, frames=("attendance", "events"),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "events": [
                {"day": "2025-09-01", "kind": "law", "title": "loi"},
                {"day": "2025-12-01", "kind": "election", "title": "élection"},
            ],
            "attendance": [
                *({"meeting": n, "institution": 1, "day": "2025-03-01", "kind": "street_work",
                   "present": n < 4} for n in range(5)),
                *({"meeting": n, "institution": 1, "day": "2026-03-01", "kind": "street_work",
                   "present": n < 12} for n in range(10, 15)),
                {"meeting": 20, "institution": 1, "day": "2026-03-02", "kind": "street_work"},
            ],
        },
        expect={"value": -0.4, "n": 5},
    ),
)  # fmt: skip
def withdrawal(view: View) -> pl.DataFrame:
    """Attendance of social work after the last dated law less before, as a difference of shares, -1 to 1.

    Newcombe (1998) limits; rows of unknown presence are left out (domain, 9.2, P7).
    """
    return shift(view, kinds_of(Sector.SOCIAL))


def shift(view: View, kinds: list[str]) -> pl.DataFrame:
    """Attendance of these kinds of institution, twelve months after the last law less twelve before it."""
    laws = view.within("events", 24).filter(pl.col("kind") == "law")
    event = laws.group_by("partnership").agg(event=pl.col("day").max())
    known = view.within("attendance", 36).filter(
        pl.col("kind").cast(pl.String).is_in(kinds), pl.col("present").is_not_null()
    )
    dated = known.join(event, on="partnership")
    first, last = pl.col("event").dt.offset_by("-12mo"), pl.col("event").dt.offset_by("12mo")
    near = dated.filter(pl.col("day").is_between(first, last, closed="left"))
    return _gap(near, pl.col("day") >= pl.col("event"))


def _gap(known: pl.DataFrame, chosen: pl.Expr) -> pl.DataFrame:
    """`value`, `low`, `high`, `n`: share present where `chosen`, less the share present elsewhere."""
    here = pl.col("present")
    counted = known.group_by("partnership").agg(
        x1=here.filter(chosen).sum(), n1=here.filter(chosen).len(),
        x0=here.filter(~chosen).sum(), n0=here.filter(~chosen).len(),
    ).filter(pl.col("n1") > 0, pl.col("n0") > 0)  # fmt: skip
    x1, n1, x0, n0 = (counted[name].to_numpy() for name in ("x1", "n1", "x0", "n0"))
    found = proportion.difference(x1, n1, x0, n0)
    return counted.select("partnership", n=pl.min_horizontal("n1", "n0").cast(pl.Int64)).with_columns(
        value=pl.Series(found.value, dtype=pl.Float64),
        low=pl.Series(found.low, dtype=pl.Float64), high=pl.Series(found.high, dtype=pl.Float64),
    )  # fmt: skip


OPEN_SECTORS = {"P8t": Sector.TRANSPORT, "P8b": Sector.HOUSING, "P8e": Sector.ECONOMY}
_OPEN: Rows = {
    **_OPENED,
    "institutions": [
        {"institution": 7, "kind": "landlord", "sector": "housing", "since": "2018-01-01"},
        {"institution": 8, "kind": "transport", "sector": "transport", "since": "2018-01-01"},
        {"institution": 9, "kind": "town", "sector": "town", "since": "2018-01-01"},
    ],
    "contracts": [{"contract": 1, "start": "2024-01-01", "end": "2027-01-01"}],
    "sheets": [{"sheet": 1, "contract": 1, "start": "2024-01-01"}],
    "commitments": [
        {"commitment": 1, "institution": 7, "sector": "housing", "sheet": 1, "made": "2024-02-01",
         "elements": 4},
        {"commitment": 2, "institution": 8, "sector": "transport", "sheet": 1, "made": "2024-02-01",
         "elements": 2},
        {"commitment": 3, "institution": 9, "sector": "town", "sheet": 1, "made": "2024-02-01",
         "elements": 4},
    ],
}  # fmt: skip


@indicator(
    id="P8", family=Family.PRESENCE, kind=Kind.LIST, unit=Unit.COUNT, months=12, good=Direction.HIGH,
    fr="Ouverture aux transporteurs, bailleurs et acteurs économiques", en="Openness of the network",
    formula="transporteurs, bailleurs et acteurs économiques qui tiennent un engagement précis (porteur, "
    "livrable, quantité, date) sur une fiche en vigueur",
    numerator="institutions de ces trois familles engagées", denominator="institutions de ces trois familles",
    comparator=Comparator.PAST,
    reference="son propre passé ; l'enquête de 2002 (référence non publiée) porte sur des contrats, pas sur "
    "des institutions : voir P8t, P8b, P8e",
    claim="Le réseau s'ouvre à de nouveaux acteurs.", source="Gautron 2010, I.2",
    caution="Un engagement sans porteur, livrable, quantité ou date n'est pas compté.",
    judged=False, least=1, frames=("commitments", "sheets", "institutions"),
    example=Example(
        day="2026-06-30", rows=_OPEN,
        expect={"institution": [7, 8], "group": ["named", "other"], "yes": [1, 0], "total": [1, 1]},
    ),
)  # fmt: skip
def openness(view: View) -> pl.DataFrame:
    """Institutions of the three open families and whether each holds a binding commitment (section 6, P8)."""
    open_to = [str(sector.value) for sector in OPEN_SECTORS.values()]
    held = _binding(view).group_by(HOUSE).agg(yes=pl.col("firm").any().cast(pl.Int64), total=pl.len())
    families = view.in_force("institutions", "until").filter(pl.col("sector").cast(pl.String).is_in(open_to))
    told = families.select(HOUSE).join(held, on=HOUSE, how="left").fill_null(0).sort(HOUSE)
    return told.select(
        *HOUSE, "yes", pl.col("total").cast(pl.Int64),
        group=pl.when(pl.col("yes") > 0).then(pl.lit("named")).otherwise(pl.lit("other")),
    )  # fmt: skip


def _binding(view: View) -> pl.DataFrame:
    """Commitments on sheets in force, with their contract, and whether all four elements are given."""
    sheets = view.in_force("sheets").select("partnership", "sheet", "contract")
    return view.table("commitments").join(sheets, on=["partnership", "sheet"]).with_columns(
        firm=pl.col("elements") == 4
    )  # fmt: skip


def _contracts_with(view: View, sector: Sector) -> pl.DataFrame:
    keys = ["partnership", "contract"]
    firm = _binding(view).filter(pl.col("firm"), pl.col("sector") == sector.value)
    held = firm.select(keys).drop_nulls().unique().with_columns(held=pl.lit(True))
    contracts = view.in_force("contracts").join(held, on=keys, how="left")
    return share(contracts, pl.col("held").fill_null(False))


def _openness(name: str, family: str, english: str, figure: str, expect: int) -> dict[str, object]:
    """What the three shares of contracts say alike."""
    return {
        "id": name, "family": Family.PRESENCE, "kind": Kind.SHARE, "unit": Unit.PERCENT, "months": 12,
        "good": Direction.HIGH, "fr": f"Contrats avec un engagement {family}", "en": english,
        "formula": f"contrats en vigueur où figure un engagement précis {family}, rapportés aux contrats en "
        "vigueur",
        "numerator": "contrats avec un tel engagement", "denominator": "contrats en vigueur",
        "comparator": Comparator.TEXT,
        "reference": f"{figure} % des contrats dans l'enquête de 2002 (référence non publiée, à confirmer)",
        "claim": "Le réseau s'ouvre à de nouveaux acteurs.", "source": "Gautron 2010, I.2",
        "caution": "Une part de contrats : n'a de sens que sur beaucoup de partenariats ; pour un seul, "
        "c'est oui ou non.",
        "judged": False, "frames": ("contracts", "sheets", "commitments"),
        "example": Example(day="2026-06-30", rows=_OPEN, expect={"yes": expect, "unknown": 0, "total": 1}),
    }  # fmt: skip


@indicator(**_openness("P8t", "d'un transporteur", "Contracts with a carrier's commitment", "61", 0))
def contracts_with_transport(view: View) -> pl.DataFrame:
    """Contracts in force with a binding commitment of a carrier (scenario, section 6, P8)."""
    return _contracts_with(view, Sector.TRANSPORT)


@indicator(**_openness("P8b", "d'un bailleur", "Contracts with a landlord's commitment", "80,8", 1))
def contracts_with_landlords(view: View) -> pl.DataFrame:
    """Contracts in force with a binding commitment of a landlord (scenario, section 6, P8)."""
    return _contracts_with(view, Sector.HOUSING)


@indicator(**_openness("P8e", "d'un acteur économique", "Contracts with a business commitment", "41,2", 0))
def contracts_with_business(view: View) -> pl.DataFrame:
    """Contracts in force with a binding commitment of traders or firms (scenario, section 6, P8)."""
    return _contracts_with(view, Sector.ECONOMY)


@indicator(
    id="P10", family=Family.PRESENCE, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Représentants avec un mandat écrit", en="Representatives with a written mandate",
    formula="sièges occupés avec un mandat écrit rapportés aux sièges occupés",
    numerator="sièges avec mandat écrit", denominator="sièges occupés",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Une instance de « marginaux » se vide.", source=MARGINAL,
    caution="Un mandat oral n'est pas compté ; un mandat non renseigné est inconnu.",
    frames=("seats",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "seats": [
                {"seat": 1, "start": "2024-01-01", "mandate": True},
                {"seat": 2, "start": "2024-01-01", "mandate": False},
                {"seat": 3, "start": "2024-01-01"},
                {"seat": 4, "start": "2024-01-01", "end": "2026-01-01", "mandate": False},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def written_mandates(view: View) -> pl.DataFrame:
    """Seats held with a written mandate, of seats held on the day (domain, 9.8, P10)."""
    return share(view.in_force("seats"), pl.col("mandate"))


@indicator(
    id="P10d", family=Family.PRESENCE, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Décisions suivies d'effet chez les institutions liées", en="Decisions carried out at home",
    formula="décisions appliquées chez elles par les institutions liées, rapportées aux décisions qui les "
    "lient (une par institution et décision)",
    numerator="applications connues", denominator="institutions liées, décision par décision",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Une instance de « marginaux » se vide.", source=MARGINAL,
    caution="Une décision dont la suite n'est pas notée compte comme inconnue, pour toutes les institutions "
    "liées.",
    frames=("decisions",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "decisions": [
                {"decision": 1, "day": "2026-01-01", "bound": 4, "carried_out": 3},
                {"decision": 2, "day": "2026-02-01", "bound": 2},
                {"decision": 3, "day": "2026-03-01", "bound": 0},
            ],
        },
        expect={"yes": 3, "unknown": 2, "total": 6},
    ),
)  # fmt: skip
def carried_out(view: View) -> pl.DataFrame:
    """Decisions carried out at home, of those that bind each institution (domain, 9.8, P10)."""
    binding = view.within("decisions", 12).filter(pl.col("bound") > 0)
    unknown = pl.when(pl.col("carried_out").is_null()).then("bound").otherwise(0)
    done = pl.min_horizontal(pl.col("carried_out").fill_null(0), "bound")
    return tally(binding, done, pl.col("bound"), unknown)


@indicator(
    id="P11", family=Family.PRESENCE, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Agents informés", en="Agents reached",
    formula="agents de première ligne qui ont reçu le résumé public rapportés aux agents déclarés par leur "
    "institution, dernière déclaration de l'année",
    numerator="agents qui ont reçu le résumé", denominator="agents déclarés",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Des agents ignorent que le conseil existe.", source="Gautron 2010, II.2.B",
    caution="Recevoir n'est pas lire. Les nombres sont ceux que l'institution déclare.",
    frames=("readers",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "readers": [
                {"institution": 1, "day": "2025-09-01", "agents": 50, "reached": 5},
                {"institution": 1, "day": "2026-03-01", "agents": 40, "reached": 10},
                {"institution": 2, "day": "2026-03-01", "agents": 20},
            ],
        },
        expect={"yes": 10, "unknown": 20, "total": 60},
    ),
)  # fmt: skip
def agents_reached(view: View) -> pl.DataFrame:
    """Agents who received the public summary, of agents declared, last count a year (domain, 9.8, P11)."""
    told = view.within("readers", 12).filter(pl.col("agents") > 0).sort("day")
    last = told.unique(HOUSE, keep="last", maintain_order=True)
    unknown = pl.when(pl.col("reached").is_null()).then("agents").otherwise(0)
    return tally(last, pl.min_horizontal(pl.col("reached").fill_null(0), "agents"), pl.col("agents"), unknown)


JUSTICE = (InstitutionKind.COURT, InstitutionKind.PJJ, InstitutionKind.PROBATION)


@indicator(
    id="P12", family=Family.PRESENCE, kind=Kind.VALUE, unit=Unit.POINTS, months=24, good=Direction.NONE,
    fr="Justice présente avec le parquet", en="Justice comes with the parquet",
    formula="présence des magistrats du siège, de la PJJ et de l'administration pénitentiaire quand le "
    "parquet est là, moins leur présence quand il n'y est pas, sur 24 mois",
    numerator="part de présences avec le parquet moins part sans lui", denominator="convocations, du côté "
    "qui en a le moins",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Le procureur n'est pas « chef de file » de la justice.", source="Gautron 2010, II.2.A",
    caution="Les réunions où le parquet n'est pas convoqué ne comptent pas. Peu de réunions : l'intervalle "
    "est large.",
    judged=False, frames=("attendance",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "attendance": [
                *({"meeting": n, "institution": 1, "day": "2026-01-01", "kind": "prosecutor",
                   "present": n < 5} for n in range(10)),
                *({"meeting": n, "institution": 2, "day": "2026-01-01", "kind": "pjj",
                   "present": n < 4 or n == 5} for n in range(12)),
            ],
        },
        expect={"value": 0.6, "n": 5},
    ),
)  # fmt: skip
def justice_follows(view: View) -> pl.DataFrame:
    """Attendance of the rest of justice with the parquet less without it, -1 to 1 (domain, 9.8, P12)."""
    known = roster(view, 24).filter(pl.col("present").is_not_null())
    led = known.filter(pl.col("kind") == InstitutionKind.PROSECUTOR.value).group_by("partnership", "meeting")
    leaders = led.agg(led=pl.col("present").any())
    kinds = [str(kind.value) for kind in JUSTICE]
    others = known.filter(pl.col("kind").cast(pl.String).is_in(kinds))
    return _gap(others.join(leaders, on=["partnership", "meeting"]), pl.col("led"))
