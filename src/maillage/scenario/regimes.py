"""What is missing from the records: nothing, rows at random, or what did not happen.

`mcar:r`: any event row, or any outcome, is lost with probability r; a meeting with all its presence.
`mnar:r`: nobody records what did not happen. An absence, a refusal, an unkept promise, a meeting not held
leaves a trace in r of the cases (r - 0.1 to r + 0.1 by partnership); what happened, in nine of ten; half of
the dissents are lost; off-stage decisions are kept in three of ten. What is owed (rosters, due dates,
requests sent) stays in the records under every regime, its outcome unknown.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from maillage.kernel import BadInput
from maillage.scenario import draws
from maillage.scenario.draws import Flags, Keys, Reals
from maillage.scenario.frames import KEY

COMPLETE, MCAR, MNAR = "complete", "mcar", "mnar"
DISSENTS_LOST, OFF_STAGE_KEPT = 0.5, 0.3
# rows that only exist because something happened or was written
EVENTS = ("items", "decisions", "transmissions", "contacts", "evaluations", "trainings", "agreements",
          "grants", "findings", "sheets", "objectives", "costs", "calls", "refusals")  # fmt: skip
# rows that are owed: the outcome, and the columns that are unknown with it
OWED: dict[str, tuple[str, tuple[str, ...]]] = {
    "reviews": ("held", ("held_on",)),
    "indicator_values": ("filled", ("filled_on",)),
    "statements": ("on_time", ("received",)),
    "reports": ("on_time", ("answered",)),
    "duties": ("fulfilled", ("received",)),
    "fund_reports": ("on_time", ("received",)),
    "commitments": ("kept", ("closed",)),
    "signals": ("feedback", ("feedback_day",)),
    "holders": ("note", ()),
    "controls": ("controlled", ()),
    "requests": ("returned", ()),
    "data_requests": ("outcome", ("answered", "motive", "doubtful")),
}
ATTENDANCE = ("deputy", "rank", "may_commit")


@dataclass(frozen=True)
class Regime:
    """How records are kept, and the share lost (mcar) or kept of what did not happen (mnar)."""

    name: str = COMPLETE
    share: float = 0.0


def parse(text: str) -> Regime:
    """`complete`, `mcar:0.3`, `mnar:0.3`. Raises BadInput."""
    name, _, given = text.partition(":")
    if name == COMPLETE and not given:
        return Regime()
    if name not in (MCAR, MNAR):
        raise BadInput(
            f"Le régime de relevés « {text} » n'existe pas : donnez complete, mcar:0.3 ou mnar:0.3."
        )
    try:
        share = float(given or 0.3)
    except ValueError:
        share = -1.0
    if not 0 <= share < 1:
        raise BadInput(f"La part « {given} » du régime {name} ne se lit pas : donnez un nombre de 0 à 1.")
    return Regime(name, share)


@dataclass
class _Loss:
    """What a regime does in a batch: chances by partnership."""

    regime: Regime
    first: int
    events: Reals  # chance that an event row is kept
    yes: Reals  # chance that what happened is known
    no: Reals  # chance that what did not happen is known

    def place(self, rows: pl.DataFrame) -> np.ndarray:
        """The place of each row's partnership in the batch."""
        return rows["partnership"].to_numpy() - self.first


def lose(
    frames: dict[str, pl.DataFrame], regime: Regime, keys: Keys, completeness: Reals, first: int
) -> dict[str, pl.DataFrame]:
    """The frames as this regime leaves them. `completeness`: share of events kept under mnar."""
    if regime.name == COMPLETE or not regime.share:
        return frames
    loss = _chances(regime, keys, completeness, first)
    left = {name: _event(rows, loss) if name in EVENTS else rows for name, rows in frames.items()}
    left |= {name: _outcome(left[name], *OWED[name], loss) for name in OWED if name in left}
    left |= _gathered(left, loss)
    left["alerts"] = _alerts(left["alerts"], loss)
    if regime.name == MNAR:
        left["decisions"] = _decisions(left["decisions"])
    return left


def _chances(regime: Regime, keys: Keys, completeness: Reals, first: int) -> _Loss:
    if regime.name == MCAR:
        kept = np.full(len(keys), 1 - regime.share)
        return _Loss(regime, first, kept, kept, kept)
    little = np.clip(regime.share - 0.1 + 0.2 * draws.uniform(keys, "little recorded"), 0, 1)
    return _Loss(regime, first, completeness, completeness, little)


def _u(rows: pl.DataFrame, name: str) -> Reals:
    """A draw of the records, which shares none with what happened."""
    return draws.uniform(rows[KEY].to_numpy(), f"records: {name}")


def _event(rows: pl.DataFrame, loss: _Loss) -> pl.DataFrame:
    return rows.filter(pl.Series(_u(rows, "row") < loss.events[loss.place(rows)]))


def _unknown(rows: pl.DataFrame, loss: _Loss, happened: Flags, name: str = "outcome") -> Flags:
    place = loss.place(rows)
    return np.asarray(_u(rows, name) >= np.where(happened, loss.yes[place], loss.no[place]))


def _blank(rows: pl.DataFrame, lost: Flags, columns: tuple[str, ...]) -> pl.DataFrame:
    mask = pl.Series(lost)
    return rows.with_columns(pl.when(mask).then(None).otherwise(pl.col(name)).alias(name) for name in columns)


def _outcome(rows: pl.DataFrame, name: str, others: tuple[str, ...], loss: _Loss) -> pl.DataFrame:
    happened = rows[name] == "full" if rows.schema[name] != pl.Boolean else rows[name]
    lost = _unknown(rows, loss, happened.fill_null(True).to_numpy())
    return _blank(rows, lost, (name, *others))


def _gathered(frames: dict[str, pl.DataFrame], loss: _Loss) -> dict[str, pl.DataFrame]:
    """Meetings, and presence: lost with the meeting (mcar), or by what happened (mnar)."""
    meetings, presence = frames["meetings"], frames["attendance"]
    lost = _unknown(meetings, loss, meetings["held"].fill_null(True).to_numpy(), "meeting")
    if loss.regime.name == MCAR:
        gone = presence["meeting"].is_in(meetings["meeting"].filter(pl.Series(lost)).implode()).to_numpy()
    else:
        gone = _unknown(presence, loss, presence["present"].fill_null(True).to_numpy())
    counted = ("held", "hours", "spoke", "present")
    return {
        "meetings": _blank(meetings, lost, counted),
        "attendance": _blank(presence, gone, ("present", *ATTENDANCE)),
    }


def _alerts(rows: pl.DataFrame, loss: _Loss) -> pl.DataFrame:
    """The first action and the closing are written apart."""
    acted = rows["acted"].fill_null(True).to_numpy()
    rows = _blank(rows, _unknown(rows, loss, acted, "action"), ("acted", "hours"))
    closed = rows["closed"].fill_null(True).to_numpy()
    return _blank(rows, _unknown(rows, loss, closed, "closing"), ("closed", "closed_day"))


def _decisions(rows: pl.DataFrame) -> pl.DataFrame:
    """Half of the dissents are not written; seven off-stage decisions in ten leave no trace."""
    traced = rows["meeting"].is_not_null().to_numpy() | (_u(rows, "off stage") < OFF_STAGE_KEPT)
    silent = pl.Series(_u(rows, "dissent") < DISSENTS_LOST)
    return rows.with_columns(dissents=pl.when(silent).then(0).otherwise("dissents")).filter(pl.Series(traced))
