"""People, continued: direct links, joint training, what an election does (domain, 9.7)."""

import polars as pl

from maillage.institutions.vocabulary import Level as Rank
from maillage.observatory.indicators.measures import count
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.indicators.waits import elapsed, pooled
from maillage.observatory.vocabulary import Direction, Example, Family, Kind, Unit

SECTION = "Gautron 2010, II.2.B"
LINKED = "Gautron 2010, II.2.B, d'après Thoenig 1994"
MANDATE, BEFORE = 72, 84  # months of a municipal mandate; and enough to see the election before
OPENED = [{"opened": "2020-01-01"}]
SEATED = [{"seat": n, "institution": n, "start": "2021-01-01"} for n in (1, 2, 3, 4)] + [
    {"seat": 5, "institution": 1, "start": "2021-01-01"},
    {"seat": 6, "institution": 9, "start": "2021-01-01", "end": "2023-01-31"},
]
CONTACTS = [
    {"one": 1, "other": 2, "day": "2026-01-01", "rank": "manager"},
    {"one": 2, "other": 1, "day": "2026-02-01", "rank": "first_line"},
    {"one": 3, "other": 2, "day": "2026-02-01", "rank": "manager"},
    {"one": 1, "other": 4, "day": "2024-02-01", "rank": "first_line"},
    {"one": 1, "other": 9, "day": "2026-03-01", "rank": "first_line"},
]
TRAININGS = [
    {"training": 1, "day": "2025-10-01", "institutions": 4, "attendees": 20, "first_line": 12},
    {"training": 2, "day": "2026-03-01", "institutions": 3, "attendees": 10, "first_line": None},
    {"training": 3, "day": "2026-04-01", "institutions": 1, "attendees": 30, "first_line": 30},
    {"training": 4, "day": "2026-10-01", "institutions": 5, "attendees": 30, "first_line": 10},
]
ELECTED = [
    {"election": "2020-06-28", "next_plenary": "2020-11-30", "sheets_before": 12, "sheets_continued": 9},
    {"election": "2026-03-22", "next_plenary": "2026-09-15", "sheets_before": 14, "sheets_continued": None},
]


def _links(view: View, contacts: pl.DataFrame) -> pl.DataFrame:
    """Pairs of seated institutions with such a contact, of the pairs that are possible."""
    keys = ["partnership", "institution"]
    seated = view.in_force("seats").select(keys).drop_nulls().unique()
    for side in ("one", "other"):
        contacts = contacts.join(seated, left_on=["partnership", side], right_on=keys, how="semi")
    pairs = contacts.filter(pl.col("one") != pl.col("other")).select(
        "partnership", low=pl.min_horizontal("one", "other"), high=pl.max_horizontal("one", "other")
    ).unique()  # fmt: skip
    possible = seated.group_by("partnership").agg(total=(pl.len() * (pl.len() - 1) // 2).cast(pl.Int64))
    used = pairs.group_by("partnership").agg(yes=pl.len().cast(pl.Int64))
    return possible.filter(pl.col("total") > 0).join(used, on="partnership", how="left").with_columns(
        pl.col("yes").fill_null(0), unknown=pl.lit(0, pl.Int64)
    )  # fmt: skip


@indicator(
    id="H5", family=Family.PEOPLE, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Contacts directs entre institutions", en="Direct links",
    formula="paires d'institutions qui ont eu un contact direct en 12 mois / paires possibles",
    numerator="paires qui se sont parlé", denominator="paires d'institutions qui ont un siège",
    reference="son propre passé", claim="Les relations personnelles font tenir le partenariat.",
    source=LINKED,
    caution="Seuls les contacts déclarés comptent : un contact non écrit ne prouve pas un silence. Toutes "
    "les paires n'ont pas à se parler.",
    cluster="links", with_=("H5f",), frames=("seats", "contacts"),
    example=Example("2026-06-30", {"partnerships": OPENED, "seats": SEATED, "contacts": CONTACTS},
                    {"yes": 2, "unknown": 0, "total": 6}),
)  # fmt: skip
def direct_links(view: View) -> pl.DataFrame:
    """Pairs of seated institutions with a direct contact in 12 months, of possible pairs (domain, 9.7)."""
    return _links(view, view.within("contacts", 12))


@indicator(
    id="H5f", family=Family.PEOPLE, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Contacts directs de première ligne", en="Direct links in the field",
    formula="paires d'institutions dont des agents de première ligne se sont parlé / paires possibles",
    numerator="paires en contact de première ligne", denominator="paires d'institutions qui ont un siège",
    reference="son propre passé", claim="Les relations personnelles font tenir le partenariat.",
    source=LINKED,
    caution="Seuls les contacts déclarés comptent.",
    cluster="links", with_=("H5",), frames=("seats", "contacts"),
    example=Example("2026-06-30", {"partnerships": OPENED, "seats": SEATED, "contacts": CONTACTS},
                    {"yes": 1, "unknown": 0, "total": 6}),
)  # fmt: skip
def field_links(view: View) -> pl.DataFrame:
    """The same for contacts of first-line agents (domain, 9.7)."""
    return _links(view, view.within("contacts", 12).filter(pl.col("rank") == Rank.FIRST_LINE.value))


@indicator(
    id="H6", family=Family.PEOPLE, kind=Kind.COUNT, unit=Unit.PER_YEAR, months=24, good=Direction.HIGH,
    fr="Formations communes par an", en="Joint training",
    formula="formations suivies par au moins deux institutions en 24 mois, rapportées aux années vécues",
    numerator="formations communes", denominator="années, à partir de l'ouverture du conseil",
    reference="son propre passé", claim="Les formations communes aident à se comprendre.", source=SECTION,
    caution="Une formation d'une seule institution n'est pas commune.",
    with_=("H6f",), frames=("trainings",),
    example=Example("2026-06-30", {"partnerships": OPENED, "trainings": TRAININGS},
                    {"count": 2, "exposure": 2.0}),
)  # fmt: skip
def joint_trainings(view: View) -> pl.DataFrame:
    """Trainings of two institutions or more, a year lived, over 24 months (domain, 9.7)."""
    return count(view.within("trainings", 24), view.exposure(24), pl.col("institutions") >= 2)


@indicator(
    id="H6f", family=Family.PEOPLE, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.HIGH,
    fr="Première ligne dans les formations communes", en="First line in joint training",
    formula="participants de première ligne / participants aux formations communes",
    numerator="participants de première ligne", denominator="participants, 24 mois",
    reference="son propre passé", claim="Les formations communes aident à se comprendre.", source=SECTION,
    caution="Le niveau des participants, s'il n'est pas dit, est inconnu.",
    cluster="field", with_=("H6",), frames=("trainings",),
    example=Example("2026-06-30", {"partnerships": OPENED, "trainings": TRAININGS},
                    {"yes": 12, "unknown": 10, "total": 30}),
)  # fmt: skip
def first_line_trained(view: View) -> pl.DataFrame:
    """First-line attendees, of attendees of joint trainings over 24 months (domain, 9.7)."""
    joint = view.within("trainings", 24).filter(pl.col("institutions") >= 2)
    return pooled(joint, pl.col("first_line"), pl.col("attendees"))


@indicator(
    id="H7", family=Family.PEOPLE, kind=Kind.VALUE, unit=Unit.DAYS, months=MANDATE, judged=False, least=1,
    fr="Jours entre l'élection et la plénière suivante", en="After elections",
    formula="jours de la dernière élection à la première plénière, ou jours écoulés si elle n'a pas eu lieu",
    numerator="jours", denominator="la dernière élection municipale",
    reference="son propre passé", claim="Le renouvellement électoral défait le partenariat.", source=SECTION,
    caution="Tant que la plénière n'a pas eu lieu, lire « au moins ».",
    with_=("H7s",), frames=("after_elections",),
    example=Example("2026-06-30", {"partnerships": OPENED, "after_elections": ELECTED}, {"value": 100,
    "n": 1}),
)  # fmt: skip
def plenary_after_election(view: View) -> pl.DataFrame:
    """Days from the last election to the next plenary, or elapsed so far (domain, 9.7)."""
    last = view.within("after_elections", MANDATE).sort("election").group_by("partnership").last()
    waited = (
        (pl.col("next_plenary") - pl.col("election")).dt.total_days().fill_null(elapsed(view, "election"))
    )
    return last.select("partnership", value=waited.cast(pl.Float64), n=pl.lit(1, pl.Int64))


@indicator(
    id="H7s", family=Family.PEOPLE, kind=Kind.SHARE, unit=Unit.PERCENT, months=BEFORE, good=Direction.HIGH,
    fr="Fiches continuées après l'élection", en="Sheets continued after elections",
    formula="fiches continuées après l'élection / fiches en vigueur avant elle",
    numerator="fiches continuées", denominator="fiches d'avant la dernière élection dont le sort est connu",
    reference="son propre passé", claim="Le renouvellement électoral défait le partenariat.", source=SECTION,
    caution="Trop tôt après l'élection, le sort des fiches n'est pas connu : on lit l'élection d'avant. "
    "Arrêter une action peut être un choix fondé.",
    with_=("H7",), frames=("after_elections",),
    example=Example("2026-06-30", {"partnerships": OPENED, "after_elections": ELECTED}, {"yes": 9,
    "unknown": 0, "total": 12}),
)  # fmt: skip
def sheets_continued(view: View) -> pl.DataFrame:
    """Sheets continued after the last election whose effect is known, of sheets before it (domain, 9.7)."""
    known = view.within("after_elections", BEFORE).drop_nulls("sheets_continued").sort("election")
    last = known.group_by("partnership").last()
    return pooled(last, pl.col("sheets_continued"), pl.col("sheets_before"))
