"""Money: what is paid, by whom, where, and who checks (domain, 9.6). Grants are read over three years."""

import numpy as np
import polars as pl

from maillage.observatory.indicators.measures import amount, share
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.indicators.waits import pooled
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Level, Unit
from maillage.science import bootstrap
from maillage.science.inequality import concentration

YEARS = 36  # a partnership has about a dozen grants in three years, four in one
FEW_COMMUNES, DRAWS = 20, 400
AUDIT = "Gautron 2010, II.2.C, d'après Cour des comptes 2002"
SPRINKLED = "Gautron 2010, II.2.C, d'après Dieu, Domingo 2003 ; Body-Gendrot, Duprez 2001"
CONTROLLED = "Gautron 2010, II.2.C, d'après Le Goff 2002a ; Gautron 2006"
OPENED = [{"opened": "2020-01-01"}]
GRANTS = [
    {"grant": 1, "decided": "2024-03-01", "euros": 4000.0, "substitution": False, "priority_area": True,
     "small": False, "fipd": True, "video": False},
    {"grant": 2, "decided": "2025-03-01", "euros": 20000.0, "substitution": True, "priority_area": False,
     "small": False, "fipd": True, "video": True},
    {"grant": 3, "decided": "2025-03-01", "euros": 1000.0, "substitution": None, "priority_area": None,
     "small": True, "fipd": True, "video": False},
    {"grant": 4, "decided": "2026-03-01", "euros": 5000.0, "substitution": False, "priority_area": True,
     "small": False, "fipd": False, "video": False},
    {"grant": 5, "decided": "2026-09-01", "euros": 9000.0, "substitution": True, "priority_area": False,
     "small": False, "fipd": True, "video": True},
]  # fmt: skip
COSTS = [
    {"sheet": 1, "day": "2026-01-01", "euros": 6000.0, "state": True, "local": False},
    {
        "sheet": 1,
        "day": "2026-01-01",
        "euros": 4000.0,
        "state": False,
        "local": True,
        "state_premises": False,
    },
    {"sheet": 2, "day": "2026-01-01", "euros": 2000.0, "state": True, "local": False},
    {"sheet": 2, "day": "2026-01-01", "euros": 8000.0, "state": False, "local": True, "state_premises": True},
    {"sheet": 2, "day": "2025-01-01", "euros": 90000.0, "state": True, "local": False},
]
CONTROLS = [
    {"grantee": 1, "day": "2025-03-01", "controlled": True, "nonconform": 2000.0, "recovered": 500.0},
    {"grantee": 2, "day": "2025-03-01", "controlled": False},
    {"grantee": 3, "day": "2025-03-01", "controlled": None},
    {"grantee": 1, "day": "2026-03-01", "controlled": True, "nonconform": 1000.0, "recovered": None},
]


def granted(view: View) -> pl.DataFrame:
    """Grants decided in three years; a row of no euros only says that a commune got nothing."""
    return view.within("grants", YEARS).filter(pl.col("euros").is_null() | (pl.col("euros") > 0))


@indicator(
    id="M1", family=Family.MONEY, kind=Kind.SHARE, unit=Unit.PERCENT, months=YEARS, good=Direction.LOW,
    fr="Subventions qui remplacent un budget ordinaire", en="Substitution",
    formula="subventions au fonctionnement, à l'équipement individuel ou à une dépense déjà payée / "
    "subventions",
    numerator="subventions de substitution", denominator="subventions décidées en 36 mois",
    comparator=Comparator.OURS, threshold=0.2,
    reference="les circulaires de 2008 et 2009 n'en admettent aucune ; le repère de 20 % est le nôtre",
    claim="Les crédits de prévention remplacent les crédits de droit commun.", source=AUDIT,
    caution="Le budget d'avant est souvent inconnu : ces subventions restent au total et élargissent la "
    "fourchette.",
    cluster="substitution", with_=("M1e",), frames=("grants",),
    example=Example("2026-06-30", {"partnerships": OPENED, "grants": GRANTS},
                    {"yes": 1, "unknown": 1, "total": 4}),
)  # fmt: skip
def substitution(view: View) -> pl.DataFrame:
    """Grants that replace an ordinary budget, of grants of 36 months (scenario, section 6, M1m)."""
    return share(granted(view), pl.col("substitution"))


@indicator(
    id="M1e", family=Family.MONEY, kind=Kind.AMOUNT, unit=Unit.PERCENT, months=YEARS, good=Direction.LOW,
    fr="Euros qui remplacent un budget ordinaire", en="Substitution, in euros",
    formula="euros des subventions de substitution / euros des subventions dont l'avant est connu",
    numerator="euros de substitution", denominator="euros accordés en 36 mois, avant connu",
    comparator=Comparator.LAW, threshold=0.0,
    reference="les circulaires de 2008 et 2009 n'en admettent aucune",
    claim="Les crédits de prévention remplacent les crédits de droit commun.", source=AUDIT,
    caution="Une ou deux grosses subventions font ce chiffre : lire d'abord leur nombre (M1).",
    cluster="substitution", with_=("M1",), frames=("grants",),
    example=Example("2026-06-30", {"partnerships": OPENED, "grants": GRANTS},
                    {"part": 20000.0, "whole": 29000.0, "n": 3}),
)  # fmt: skip
def substitution_euros(view: View) -> pl.DataFrame:
    """Euros that replace an ordinary budget, of euros whose baseline is known (domain, 9.6)."""
    return amount(granted(view), pl.col("euros"), pl.col("substitution"))


@indicator(
    id="M2", family=Family.MONEY, kind=Kind.AMOUNT, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Part de l'État dans le coût des actions", en="State share",
    formula="euros payés par l'État / coût total des actions, exercice en cours",
    numerator="euros de l'État", denominator="coût total connu des actions",
    comparator=Comparator.TEXT, threshold=0.5,
    reference="plafond de 50 % par action dans certains départements en 2024, à confirmer",
    claim="L'action locale dépend des crédits de l'État.", source="Gautron 2010, II.1.B",
    caution="Un exercice à la fois. Une ligne dont le payeur n'est pas dit n'entre pas dans le calcul.",
    cluster="state money", with_=("M2a",), frames=("costs",),
    example=Example("2026-06-30", {"partnerships": OPENED, "costs": COSTS},
                    {"part": 8000.0, "whole": 20000.0, "n": 4}),
)  # fmt: skip
def state_share(view: View) -> pl.DataFrame:
    """State euros over total cost of the actions, current financial year (domain, 9.6)."""
    return amount(view.within("costs", 12), pl.col("euros"), pl.col("state"))


@indicator(
    id="M2a", family=Family.MONEY, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Actions payées pour plus de moitié par l'État", en="Actions above the State ceiling",
    formula="actions dont l'État paie plus de 50 % / actions chiffrées sur l'exercice",
    numerator="actions au-dessus de 50 %", denominator="actions qui ont un coût sur l'exercice",
    comparator=Comparator.TEXT,
    reference="plafond de 50 % par action dans certains départements en 2024, à confirmer",
    claim="L'action locale dépend des crédits de l'État.", source="Gautron 2010, II.1.B",
    caution="Une action dont un payeur manque est inconnue, non au-dessous du plafond.",
    cluster="state money", with_=("M2",), frames=("costs",),
    example=Example("2026-06-30", {"partnerships": OPENED, "costs": [
        *COSTS, {"sheet": 3, "day": "2026-01-01", "euros": 500.0, "state": None}]},
        {"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def actions_above_the_ceiling(view: View) -> pl.DataFrame:
    """Actions whose State share is above one half; unknown when a payer is (domain, 9.6)."""
    by_sheet = view.within("costs", 12).group_by("partnership", "sheet").agg(
        state=pl.col("euros").filter(pl.col("state")).sum(), whole=pl.col("euros").sum(),
        sure=(pl.col("state").is_not_null() & pl.col("euros").is_not_null()).all(),
    )  # fmt: skip
    return share(by_sheet, pl.when(pl.col("sure")).then(pl.col("state") > pl.col("whole") / 2))


@indicator(
    id="M2b", family=Family.MONEY, kind=Kind.AMOUNT, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Argent local dans les locaux ou le matériel de l'État", en="Local money on State premises",
    formula="euros locaux dépensés pour des locaux, véhicules ou équipements de l'État / euros locaux",
    numerator="euros locaux au profit de l'État", denominator="euros des collectivités, exercice en cours",
    reference="son propre passé", claim="L'argent local complète le budget de l'État.",
    source="Gautron 2010, II.1.B",
    caution="Une dépense dont on ne sait pas à qui va le bien n'entre pas dans le calcul.",
    cluster="state money", frames=("costs",),
    example=Example("2026-06-30", {"partnerships": OPENED, "costs": COSTS},
                    {"part": 8000.0, "whole": 12000.0, "n": 2}),
)  # fmt: skip
def local_money_for_the_state(view: View) -> pl.DataFrame:
    """Local euros spent on State premises, vehicles or equipment, of local euros (domain, 9.8)."""
    return amount(view.within("costs", 12).filter(pl.col("local")), pl.col("euros"), pl.col("state_premises"))


@indicator(
    id="M3", family=Family.MONEY, kind=Kind.AMOUNT, unit=Unit.PERCENT, months=YEARS, good=Direction.HIGH,
    fr="Part des euros en territoire prioritaire", en="Euros in priority areas",
    formula="euros accordés en territoire prioritaire / euros accordés",
    numerator="euros en territoire prioritaire", denominator="euros dont le lieu est connu, 36 mois",
    comparator=Comparator.PAST,
    reference="son propre passé ; près de la moitié des CLS étaient hors des départements les plus sensibles",
    claim="Les crédits sont saupoudrés, sans égard aux besoins.", source=SPRINKLED,
    caution="Un partenariat compte une douzaine de subventions : ce chiffre décrit. Le saupoudrage se juge "
    "sur un département (M3m).",
    cluster="sprinkling", with_=("M3s",), frames=("grants",),
    example=Example("2026-06-30", {"partnerships": OPENED, "grants": GRANTS},
                    {"part": 9000.0, "whole": 29000.0, "n": 3}),
)  # fmt: skip
def euros_in_priority_areas(view: View) -> pl.DataFrame:
    """Euros in priority territories, of euros whose place is known, 36 months (domain, 9.6)."""
    return amount(granted(view), pl.col("euros"), pl.col("priority_area"))


@indicator(
    id="M3s", family=Family.MONEY, kind=Kind.SHARE, unit=Unit.PERCENT, months=YEARS, good=Direction.LOW,
    fr="Petites subventions", en="Small grants",
    formula="subventions sous le plancher de l'installation / subventions",
    numerator="subventions sous le plancher", denominator="subventions décidées en 36 mois",
    comparator=Comparator.PAST, reference="le plancher est réglé par l'installation",
    claim="Les crédits sont saupoudrés, sans égard aux besoins.", source=SPRINKLED,
    caution="Une petite subvention peut être exactement ce qu'il faut.",
    cluster="sprinkling", with_=("M3",), frames=("grants",),
    example=Example("2026-06-30", {"partnerships": OPENED, "grants": GRANTS},
                    {"yes": 1, "unknown": 0, "total": 4}),
)  # fmt: skip
def small_grants(view: View) -> pl.DataFrame:
    """Grants under the floor of the installation, of grants of 36 months (domain, 9.6)."""
    return share(granted(view), pl.col("small"))


@indicator(
    id="M3m", family=Family.MONEY, kind=Kind.VALUE, unit=Unit.RATIO, months=YEARS, good=Direction.HIGH,
    fr="L'argent suit-il le besoin ?", en="Concentration of money by need",
    formula="indice de concentration des euros par habitant, communes rangées par besoin, de -1 à 1",
    numerator="euros par habitant selon le rang de besoin",
    denominator="communes dont le besoin et la population sont connus", level=Level.DEPARTEMENT, least=40,
    comparator=Comparator.SISTERS, reference="des départements comparables ; 0 : le besoin ne change rien",
    claim="Les crédits sont saupoudrés, sans égard aux besoins.", source=SPRINKLED,
    caution="Figure d'un département de 80 communes ou plus, dont 40 au moins ont reçu ; sous 20, aucun "
    "calcul. Une commune qui n'a rien reçu ne compte que si une ligne à zéro euro le dit.",
    cluster="sprinkling", frames=("grants",),
    example=Example(
        "2026-06-30",
        {"partnerships": OPENED, "grants": [
            {"grant": n, "decided": "2025-03-01", "euros": 1000.0 * n, "commune": f"C{n}", "need": float(n),
             "inhabitants": 1000} for n in range(1, 21)
        ] + [{"grant": 99, "decided": "2026-12-01", "euros": 90000.0, "commune": "C1", "need": 1.0,
              "inhabitants": 1000}]},
        {"value": 0.3167, "n": 20},
    ),
)  # fmt: skip
def money_by_need(view: View) -> pl.DataFrame:
    """Concentration index of euros per head by need, with its interval by drawing communes again.

    Kakwani, Wagstaff and van Doorslaer (1997); Efron (1979). The draws of a partnership depend on nothing but
    its communes (scenario, section 6, M3m).
    """
    known = view.within("grants", YEARS).drop_nulls(["commune", "need", "inhabitants", "euros"])
    communes = known.filter(pl.col("inhabitants") > 0).group_by("partnership", "commune").agg(
        euros=pl.col("euros").sum(), need=pl.col("need").mean(), people=pl.col("inhabitants").max()
    )  # fmt: skip
    enough = communes.filter(pl.len().over("partnership") >= FEW_COMMUNES).sort("partnership", "commune")
    rows = [
        _concentrated(key, group) for (key,), group in enough.group_by("partnership", maintain_order=True)
    ]
    kinds = {
        "partnership": pl.Int32,
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "n": pl.Int64,
    }
    return pl.DataFrame([row for row in rows if row], schema=kinds, orient="row")


def _concentrated(key: object, group: pl.DataFrame) -> tuple[object, ...] | None:
    if not group["euros"].sum() > 0:
        return None
    columns = [
        (group["euros"] / group["people"]).to_numpy(),
        group["need"].to_numpy(),
        group["people"].to_numpy(),
    ]
    drawn = bootstrap.percentile(
        lambda money, need, people: [concentration.index(money, need, people)], columns,
        np.random.Generator(np.random.Philox(0)), DRAWS,
    )  # fmt: skip
    return key, float(drawn.value[0]), float(drawn.low[0]), float(drawn.high[0]), group.height


@indicator(
    id="M4", family=Family.MONEY, kind=Kind.AMOUNT, unit=Unit.PERCENT, months=YEARS, good=Direction.LOW,
    fr="Part de la vidéoprotection", en="Video share",
    formula="euros de vidéoprotection / euros du FIPD",
    numerator="euros de vidéoprotection", denominator="euros du FIPD accordés en 36 mois",
    comparator=Comparator.TEXT, reference="2009 : 28 M€ annoncés, environ 75 % du fonds (prévu, non dépensé)",
    claim="La vidéoprotection absorbe le fonds de prévention.", source="Gautron 2010, II.1.B",
    caution="Un équipement pèse lourd une seule année : lire trois ans.",
    frames=("grants",),
    example=Example("2026-06-30", {"partnerships": OPENED, "grants": GRANTS},
                    {"part": 20000.0, "whole": 25000.0, "n": 3}),
)  # fmt: skip
def video_share(view: View) -> pl.DataFrame:
    """Videoprotection euros, of FIPD euros of 36 months (domain, 9.6)."""
    return amount(granted(view).filter(pl.col("fipd")), pl.col("euros"), pl.col("video"))


@indicator(
    id="M5", family=Family.MONEY, kind=Kind.SHARE, unit=Unit.PERCENT, months=YEARS, good=Direction.HIGH,
    fr="Organismes contrôlés", en="Control rate",
    formula="organismes contrôlés dans l'année / organismes financés dans l'année, trois années cumulées",
    numerator="contrôles faits", denominator="organismes financés, comptés chaque année",
    comparator=Comparator.LAW, threshold=0.2, reference="20 % des organismes (circulaires)", least=150,
    claim="Les contrôles sont plus théoriques qu'effectifs.", source=CONTROLLED, level=Level.DEPARTEMENT,
    caution="Une douzaine d'organismes et trois contrôles ne jugent personne : le taux se lit sur un "
    "département, à partir de 150 organismes.",
    cluster="control", with_=("M6", "M7"), frames=("controls",),
    example=Example("2026-06-30", {"partnerships": OPENED, "controls": CONTROLS},
                    {"yes": 2, "unknown": 1, "total": 4}),
)  # fmt: skip
def control_rate(view: View) -> pl.DataFrame:
    """Controlled bodies, of bodies funded each year of three (scenario, section 6, M5)."""
    return share(view.within("controls", YEARS), pl.col("controlled"))


@indicator(
    id="M6", family=Family.MONEY, kind=Kind.AMOUNT, unit=Unit.PERCENT, months=YEARS, good=Direction.HIGH,
    fr="Sommes rendues", en="Restitution",
    formula="euros récupérés / euros constatés non conformes",
    numerator="euros récupérés", denominator="euros non conformes dont le sort est connu, 36 mois",
    comparator=Comparator.LAW, threshold=1.0, reference="toute somme mal employée est due", least=5,
    claim="Les contrôles sont plus théoriques qu'effectifs.", source=CONTROLLED, level=Level.DEPARTEMENT,
    caution="Rarement cinq cas dans un partenariat : lire les montants, et le pourcentage sur un "
    "département.",
    cluster="control", with_=("M5",), frames=("controls",),
    example=Example("2026-06-30", {"partnerships": OPENED, "controls": CONTROLS},
                    {"part": 500.0, "whole": 2000.0, "n": 1}),
)  # fmt: skip
def restitution(view: View) -> pl.DataFrame:
    """Euros recovered, of euros found non-conform whose fate is known (domain, 9.6)."""
    found = view.within("controls", YEARS).drop_nulls("recovered").filter(pl.col("nonconform") > 0)
    return found.group_by("partnership").agg(
        part=pl.min_horizontal("recovered", "nonconform").sum(), whole=pl.col("nonconform").sum(),
        n=pl.len().cast(pl.Int64),
    )  # fmt: skip


@indicator(
    id="M13", family=Family.MONEY, kind=Kind.VALUE, unit=Unit.RATIO, months=24, judged=False, least=1,
    fr="Effort des communes rapporté à leurs moyens", en="Relative effort",
    formula="dépense de prévention par habitant / potentiel fiscal par habitant, médiane des communes",
    numerator="dépense propre de prévention par habitant", denominator="potentiel fiscal par habitant",
    comparator=Comparator.SISTERS, reference="des communes comparables",
    claim="Les communes pauvres paient davantage, à proportion de leurs moyens.",
    source="Gautron 2010, II.2.C",
    caution="Le dernier chiffre connu de chaque commune. Dépenser plus n'est pas faire mieux.",
    frames=("efforts",),
    example=Example(
        "2026-06-30",
        {"partnerships": OPENED, "efforts": [
            {"commune": "A", "day": "2025-01-01", "spend_per_head": 99.0, "fiscal_potential_per_head": 900.0},
            {"commune": "A", "day": "2026-01-01", "spend_per_head": 9.0, "fiscal_potential_per_head": 900.0},
            {"commune": "B", "day": "2025-01-01", "spend_per_head": 15.0, "fiscal_potential_per_head": 500.0},
        ]},
        {"value": 0.02, "n": 2},
    ),
)  # fmt: skip
def relative_effort(view: View) -> pl.DataFrame:
    """Median over communes of own prevention spend over fiscal potential, per head (domain, 9.6)."""
    known = view.within("efforts", 24).drop_nulls().filter(pl.col("fiscal_potential_per_head") > 0)
    last = known.sort("day").group_by("partnership", "commune", maintain_order=True).last()
    return last.group_by("partnership").agg(
        value=(pl.col("spend_per_head") / pl.col("fiscal_potential_per_head")).median(),
        n=pl.len().cast(pl.Int64),
    )


@indicator(
    id="M16", family=Family.MONEY, kind=Kind.SHARE, unit=Unit.PERCENT, months=36, judged=False,
    fr="Zones classées prioritaires", en="Priority zones",
    formula="communes ou quartiers classés prioritaires / tous, dernier zonage connu",
    numerator="zones prioritaires", denominator="communes ou quartiers du territoire",
    comparator=Comparator.PAST, reference="son propre passé", least=1,
    claim="La géographie prioritaire s'étend jusqu'à perdre son sens.", source="Gautron 2010, II.2.C",
    caution="Le zonage est décidé ailleurs : ce chiffre situe, il ne juge pas le partenariat.",
    cluster="geography", with_=("M16t",), frames=("geography",),
    example=Example("2026-06-30", {"partnerships": OPENED, "geography": [
        {"day": "2024-01-01", "zones": 20, "priority": 4}, {"day": "2026-01-01", "zones": 20, "priority": 6},
        {"day": "2026-09-01", "zones": 20, "priority": 20}]}, {"yes": 6, "unknown": 0, "total": 20}),
)  # fmt: skip
def priority_zones(view: View) -> pl.DataFrame:
    """Zones labelled priority, of all zones, last known (domain, 9.8)."""
    last = view.within("geography", 36).sort("day").group_by("partnership", maintain_order=True).last()
    return pooled(last, pl.col("priority"), pl.col("zones"))


@indicator(
    id="M16t", family=Family.MONEY, kind=Kind.VALUE, unit=Unit.POINTS, months=60, judged=False,
    fr="Évolution des zones prioritaires", en="Trend of priority zones",
    formula="part des zones prioritaires au dernier zonage moins part au premier zonage connu, cinq ans",
    numerator="points gagnés ou perdus", denominator="communes ou quartiers du territoire",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="La géographie prioritaire s'étend jusqu'à perdre son sens.", source="Gautron 2010, II.2.C",
    caution="Un changement de découpage change aussi ce chiffre.",
    cluster="geography", with_=("M16",), frames=("geography",),
    example=Example("2026-06-30", {"partnerships": OPENED, "geography": [
        {"day": "2024-01-01", "zones": 20, "priority": 4}, {"day": "2026-01-01", "zones": 20, "priority": 6},
        {"day": "2026-09-01", "zones": 20, "priority": 20}]}, {"value": 0.1, "n": 20}),
)  # fmt: skip
def priority_trend(view: View) -> pl.DataFrame:
    """Change of the share of priority zones, from the first to the last zoning of five years."""
    dated = view.within("geography", 60).drop_nulls().filter(pl.col("zones") > 0).sort("day")
    part = pl.col("priority") / pl.col("zones")
    found = dated.group_by("partnership").agg(
        value=part.last() - part.first(),
        n=pl.col("zones").last().cast(pl.Int64),
        dates=pl.col("day").n_unique(),
    )
    return found.filter(pl.col("dates") > 1)
