"""Who was there, and who brought something: the tables that the indicators of presence share."""

import polars as pl

from maillage.institutions.vocabulary import SECTORS, InstitutionKind, Sector
from maillage.observatory.indicators.view import View

HOUSE = ["partnership", "institution"]
ABSENTEES = (
    InstitutionKind.DEPARTMENT, InstitutionKind.COURT, InstitutionKind.PROBATION, InstitutionKind.PJJ,
)  # fmt: skip


def convened(view: View, months: int) -> pl.DataFrame:
    """Seats convened in the window; meetings known not to have been held are left out."""
    return view.keep(("convened", months), lambda: held_only(view, view.within("attendance", months)))


def held_only(view: View, attendance: pl.DataFrame) -> pl.DataFrame:
    """These rows without those of meetings that were cancelled or missed."""
    lost = view.table("meetings").filter(~pl.col("held")).select("partnership", "meeting")
    return attendance.join(lost, on=["partnership", "meeting"], how="anti") if lost.height else attendance


def roster(view: View, months: int) -> pl.DataFrame:
    """One row an institution and a meeting: `present` true if one of its seats came, null if unknown."""
    return view.keep(("roster", months), lambda: by_institution(convened(view, months)))


def by_institution(seats: pl.DataFrame) -> pl.DataFrame:
    """The same rows, the several seats of an institution at one meeting put together."""
    keys = ["partnership", "meeting", "institution"]
    twice = seats.select(keys).is_duplicated()
    kept = ["kind", "sitting", "field", "day"]
    alone = seats.filter(~twice).select(*keys, *kept, "present")
    several = (
        seats.filter(twice)
        .group_by(keys)
        .agg(pl.col(kept).first(), pl.col("present").any(ignore_nulls=False))
    )
    return pl.concat([alone, several])


def attendance(view: View, months: int) -> pl.DataFrame:
    """`yes`, `unknown`, `total` and `kind` of each institution convened at least once in the window."""
    return view.keep(
        ("attendance", months),
        lambda: (
            roster(view, months)
            .group_by(HOUSE)
            .agg(
                yes=pl.col("present").sum().cast(pl.Int64),
                unknown=pl.col("present").is_null().sum().cast(pl.Int64),
                total=pl.len().cast(pl.Int64),
                kind=pl.col("kind").first(),
            )
        ),
    )


def contributors(view: View, months: int) -> pl.DataFrame:
    """Institutions with an own commitment due (or taken without a date) or an item proposed in the window.

    Answers owed to a request are no contribution (scenario, section 6, P5).
    """
    undated = view.within("commitments", months).filter(pl.col("due").is_null())
    proposed = view.within("items", months).select("partnership", institution="proposer")
    promised = [rows.select(HOUSE) for rows in (view.due("commitments", months), undated)]
    return pl.concat([*promised, proposed]).drop_nulls().unique()


def unsigned(view: View, months: int) -> pl.DataFrame:
    """`partnership`, `unsigned`: items whose proposer is not written, which may hide a contribution."""
    items = view.within("items", months).filter(pl.col("proposer").is_null())
    return items.group_by("partnership").agg(unsigned=pl.len().cast(pl.Int64))


def kinds_of(*sectors: Sector) -> list[str]:
    """Values of the kinds of institution of these sectors."""
    return [str(kind.value) for kind, sector in SECTORS.items() if sector in sectors]
