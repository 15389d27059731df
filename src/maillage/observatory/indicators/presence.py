"""Presence: who comes, at what rank, with what mandate, and brings what (domain, 9.2)."""

import polars as pl

from maillage.institutions.vocabulary import InstitutionKind
from maillage.institutions.vocabulary import Level as Rank
from maillage.observatory.indicators.examples import Rows
from maillage.observatory.indicators.measures import share
from maillage.observatory.indicators.presences import (
    HOUSE,
    contributors,
    convened,
    roster,
    unsigned,
)
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Sitting, Unit

ABSENT = "Gautron 2010, II.2.B"
PLENARY = pl.col("sitting") == Sitting.PLENARY.value
_OPENED: Rows = {"partnerships": [{"opened": "2018-01-01"}]}


@indicator(
    id="P1", family=Family.PRESENCE, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Présence", en="Attendance",
    formula="présences (titulaire ou suppléant) rapportées aux convocations, une par institution et réunion "
    "tenue",
    numerator="présences", denominator="convocations aux réunions tenues",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="L'absentéisme est fréquent.", source=ABSENT,
    caution="Être là n'est pas participer : ne se lit jamais sans P5 (simple présence) et D1 (où l'on "
    "décide). Une présence non notée compte comme inconnue.",
    with_=("P5", "D1"), frames=("attendance", "meetings"),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "meetings": [
                {"meeting": 1, "day": "2026-03-01", "held": True},
                {"meeting": 2, "day": "2026-04-01", "held": False},
            ],
            "attendance": [
                {"meeting": 1, "institution": 1, "seat": 1, "day": "2026-03-01", "present": True},
                {"meeting": 1, "institution": 1, "seat": 2, "day": "2026-03-01", "present": False},
                {"meeting": 1, "institution": 2, "seat": 3, "day": "2026-03-01", "present": False},
                {"meeting": 1, "institution": 3, "seat": 4, "day": "2026-03-01"},
                {"meeting": 2, "institution": 1, "seat": 1, "day": "2026-04-01", "present": False},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def attendance_rate(view: View) -> pl.DataFrame:
    """Presences over seats on the roster of meetings held, one an institution (scenario, section 6, P1)."""
    return share(roster(view, 12), pl.col("present"))


_PREFECT = InstitutionKind.PREFECTURE.value
_PROSECUTOR = InstitutionKind.PROSECUTOR.value
_LED: Rows = {
    **_OPENED,
    "meetings": [
        {"meeting": 1, "sitting": "plenary", "day": "2024-11-01", "held": True},
        {"meeting": 2, "sitting": "plenary", "day": "2025-11-01", "held": True},
        {"meeting": 3, "sitting": "plenary", "day": "2026-05-01", "held": True},
    ],
    "attendance": [
        {"meeting": 1, "institution": 1, "day": "2024-11-01", "sitting": "plenary", "present": True,
         "kind": "prefecture"},
        {"meeting": 1, "institution": 2, "day": "2024-11-01", "sitting": "plenary", "present": True,
         "kind": "prosecutor"},
        {"meeting": 2, "institution": 1, "day": "2025-11-01", "sitting": "plenary", "present": True,
         "kind": "prefecture"},
        {"meeting": 2, "institution": 2, "day": "2025-11-01", "sitting": "plenary", "present": False,
         "kind": "prosecutor"},
    ],
}  # fmt: skip
_BOTH = (
    "au moins une plénière par an avec le préfet et le procureur, ou leurs représentants spécialement "
    "désignés (règle CL-12, à confirmer)"
)


@indicator(
    id="P3", family=Family.PRESENCE, kind=Kind.SHARE, unit=Unit.PERCENT, months=36, good=Direction.HIGH,
    fr="Plénières avec le préfet et le procureur", en="Plenaries with préfet and procureur",
    formula="plénières où le préfet et le procureur sont tous deux présents ou représentés, rapportées aux "
    "plénières tenues en 36 mois",
    numerator="plénières avec les deux", denominator="plénières tenues",
    comparator=Comparator.LAW, reference=_BOTH,
    claim="Le préfet et le procureur cohabitent mal.", source="Le Goff 2002b, cité par Gautron 2010, II.2.A",
    caution="Une à trois plénières par an : on lit les nombres sur trois ans, rarement un pourcentage.",
    with_=("P3y",), frames=("meetings", "attendance"),
    example=Example(day="2026-06-30", rows=_LED, expect={"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def both_leaders(view: View) -> pl.DataFrame:
    """Plenaries with préfet and procureur both present, of those held in three years (section 6, P3)."""
    return share(_led(view), pl.col("both"))


@indicator(
    id="P3y", family=Family.PRESENCE, kind=Kind.FLAG, unit=Unit.COUNT, months=12, good=Direction.LOW,
    fr="Aucune plénière de l'année avec le préfet et le procureur", en="No plenary of the year with both",
    formula="aucune plénière des 12 mois n'a réuni le préfet et le procureur",
    numerator="plénières avec les deux", denominator="plénières tenues dans les 12 mois",
    comparator=Comparator.LAW, reference=_BOTH,
    claim="Le préfet et le procureur cohabitent mal.", source="Le Goff 2002b, cité par Gautron 2010, II.2.A",
    caution="Une présence non notée laisse la question ouverte.",
    judged=False, least=1, frames=("meetings", "attendance"),
    example=Example(day="2026-06-30", rows=_LED, expect={"met": 0, "of": 2, "fired": None}),
)  # fmt: skip
def no_leaders_this_year(view: View) -> pl.DataFrame:
    """Whether no plenary of twelve months had both; null when a presence is not recorded (section 6, P3)."""
    return _led(view).filter(pl.col("day") > view.start(12)).group_by("partnership").agg(
        met=pl.col("both").sum().cast(pl.Int64), of=pl.len().cast(pl.Int64),
        fired=~pl.col("both").any(ignore_nulls=False),
    )  # fmt: skip


def _led(view: View) -> pl.DataFrame:
    """Plenaries held in three years with `both`: true, false, or null when no presence is recorded."""
    rows = view.within("attendance", 36).filter(PLENARY)
    here = pl.col("present")
    flags = rows.group_by("partnership", "meeting").agg(
        both=here.filter(pl.col("kind") == _PREFECT).any(ignore_nulls=False)
        & here.filter(pl.col("kind") == _PROSECUTOR).any(ignore_nulls=False)
    )
    held = view.within("meetings", 36).filter(PLENARY, pl.col("held"))
    return held.select("partnership", "meeting", "day").join(flags, on=["partnership", "meeting"], how="left")


@indicator(
    id="P4", family=Family.PRESENCE, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Présences sans mandat pour engager", en="Presences without a mandate to commit",
    formula="présences d'une personne qui ne peut engager son institution, rapportées aux présences",
    numerator="présences sans mandat", denominator="présences dont le mandat est connu",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="La hiérarchie et le terrain siègent à part.", source=ABSENT + " (notre lecture)",
    caution="Un suppléant qui a mandat n'est pas une faiblesse ; un agent de terrain sans mandat apporte "
    "autre chose. Chiffre de contexte.",
    judged=False, frames=("attendance",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "attendance": [
                {"meeting": 1, "institution": 1, "day": "2026-03-01", "present": True, "deputy": True,
                 "may_commit": True},
                {"meeting": 1, "institution": 2, "day": "2026-03-01", "present": True, "may_commit": False},
                {"meeting": 1, "institution": 3, "day": "2026-03-01", "present": True},
                {"meeting": 1, "institution": 4, "day": "2026-03-01", "present": False},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def without_mandate(view: View) -> pl.DataFrame:
    """Presences by a person who may not commit the institution (scenario, section 6, P4)."""
    return share(convened(view, 12).filter(pl.col("present")), ~pl.col("may_commit"))


@indicator(
    id="P5", family=Family.PRESENCE, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Simple présence", en="Mere presence",
    formula="institutions venues au moins une fois sans engagement propre échu ni point proposé en 12 mois, "
    "rapportées aux institutions venues au moins une fois",
    numerator="institutions présentes sans contribution", denominator="institutions présentes au moins une "
    "fois",
    comparator=Comparator.OURS, threshold=0.5,
    reference="50 % : repère de cette installation", claim="« Au mieux une simple présence ».",
    source="Dhume 2001, cité par Gautron 2010, II.2.A",
    caution="Répondre à une demande n'est pas contribuer. Un point dont l'auteur n'est pas noté laisse un "
    "doute sur les institutions muettes.",
    frames=("attendance", "items", "commitments"),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "attendance": [
                {"meeting": 1, "institution": number, "day": "2026-03-01", "present": number < 6}
                for number in range(1, 7)
            ],
            "items": [
                {"item": 1, "meeting": 1, "day": "2026-03-01", "proposer": 1},
                {"item": 2, "meeting": 1, "day": "2026-03-01"},
            ],
            "commitments": [
                {"commitment": 1, "institution": 2, "made": "2025-09-01", "due": "2026-02-01"},
                {"commitment": 2, "institution": 3, "made": "2026-05-01", "due": "2026-12-01"},
            ],
        },
        expect={"yes": 2, "unknown": 1, "total": 5},
    ),
)  # fmt: skip
def mere_presence(view: View) -> pl.DataFrame:
    """Institutions present once or more that brought nothing, of those present (section 6, P5m).

    As many silent institutions are unknown as there are items whose proposer is not written.
    """
    here = roster(view, 12).filter(pl.col("present")).select(HOUSE).unique()
    brought = contributors(view, 12).with_columns(silent=pl.lit(0, dtype=pl.Int64))
    told = (
        here.join(brought, on=HOUSE, how="left")
        .group_by("partnership")
        .agg(silent=pl.col("silent").is_null().sum().cast(pl.Int64), total=pl.len().cast(pl.Int64))
    )
    doubtful = pl.min_horizontal("silent", pl.col("unsigned").fill_null(0))
    return told.join(unsigned(view, 12), on="partnership", how="left").select(
        "partnership", "total", yes=pl.col("silent") - doubtful, unknown=doubtful
    )  # fmt: skip


_RANKS: Rows = {
    **_OPENED,
    "attendance": [
        {"meeting": 1, "institution": 1, "day": "2026-03-01", "field": True, "sitting": "watch",
         "present": True, "rank": "first_line"},
        {"meeting": 1, "institution": 2, "day": "2026-03-01", "field": True, "sitting": "watch",
         "present": True, "rank": "manager"},
        {"meeting": 1, "institution": 3, "day": "2026-03-01", "field": True, "sitting": "watch",
         "present": True},
        {"meeting": 1, "institution": 4, "day": "2026-03-01", "field": True, "sitting": "watch",
         "present": False, "rank": "first_line"},
        {"meeting": 2, "institution": 1, "day": "2026-05-01", "field": False, "sitting": "plenary",
         "present": True, "rank": "manager"},
        {"meeting": 2, "institution": 2, "day": "2026-05-01", "field": False, "sitting": "plenary",
         "present": True, "rank": "first_line"},
    ],
}  # fmt: skip


@indicator(
    id="P6", family=Family.PRESENCE, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Première ligne dans les instances de terrain", en="First line in field bodies",
    formula="présences d'agents de première ligne rapportées aux présences, dans les cellules de veille et "
    "les groupes",
    numerator="présences de première ligne", denominator="présences de rang connu",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Les agents de première ligne sont rarement consultés.", source=ABSENT,
    caution="Les plénières sont lues à part (P6p) : en tenir davantage ferait baisser le chiffre sans que "
    "rien n'ait changé sur le terrain.",
    cluster="field", with_=("P6p",), frames=("attendance",),
    example=Example(day="2026-06-30", rows=_RANKS, expect={"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def first_line(view: View) -> pl.DataFrame:
    """First-line presences of presences in field bodies (scenario, section 6, P6m)."""
    return share(_came(view).filter(pl.col("field")), _FIRST)


@indicator(
    id="P6p", family=Family.PRESENCE, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Première ligne en plénière", en="First line in plenaries",
    formula="présences d'agents de première ligne rapportées aux présences, en plénière",
    numerator="présences de première ligne", denominator="présences de rang connu",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Les agents de première ligne sont rarement consultés.", source=ABSENT,
    caution="La plénière réunit d'abord des responsables : chiffre de contexte, à lire avec P6.",
    judged=False, frames=("attendance",),
    example=Example(day="2026-06-30", rows=_RANKS, expect={"yes": 1, "unknown": 0, "total": 2}),
)  # fmt: skip
def first_line_in_plenaries(view: View) -> pl.DataFrame:
    """First-line presences of presences in plenaries, printed apart from P6 (section 6, P6)."""
    return share(_came(view).filter(PLENARY), _FIRST)


_FIRST = pl.col("rank") == Rank.FIRST_LINE.value


def _came(view: View) -> pl.DataFrame:
    return convened(view, 12).filter(pl.col("present"))
