"""The whole proof in one pass: separation, false alarms, power, strengths, ill sisters, recovery."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from maillage.observatory.indicators import INDICATORS
from maillage.observatory.indicators.comparators import Laws
from maillage.site.bench.health import alarms, departements, malaise, recovery, separation
from maillage.site.bench.health.claims import CLAIMS, MARKED, TARGET
from maillage.site.bench.health.worlds import Bench

__all__ = ["TARGET", "Proof", "prove"]
QUICK = ("mono_sectoral", "no_evaluation", "facade")  # one easy, one by obligation, one hardly visible
PLAIN, SPOKEN = (separation.COMPLETE, 1.0), 0.5  # the reading is measured from this intensity on
SILENT = ("mnar:0.3", 1.0, MARKED)
REGIMES = (
    ("complete", "complete"),
    ("mcar:0.3", "complete"),
    ("mcar:0.3", "mcar:0.3"),
    ("mnar:0.3", "mnar:0.3"),
)


@dataclass(frozen=True)
class Proof:
    """Everything measured in a run."""

    partnerships: int
    separations: list[separation.Separation]
    pooled: list[departements.Pooled]
    false_alarms: list[alarms.Alarms]
    accused: dict[str, float]
    changes: float
    changes_of_election: float
    untrue: float
    powers: list[alarms.Power]
    strengths: dict[str, float]
    malaise: malaise.Malaise
    recoveries: list[recovery.Recovery]
    asked: tuple[str, ...]
    absent: tuple[str, ...]
    spent: dict[str, float] = field(default_factory=dict)

    def marked(self) -> list[separation.Separation]:
        """The claimed figures at the marked intensity (or the highest), complete records, usual spread."""
        measured = {row.intensity for row in self.plain()}
        mark = MARKED if MARKED in measured else max(measured, default=MARKED)
        return [row for row in self.plain() if row.intensity == mark]

    def plain(self) -> list[separation.Separation]:
        """The claimed figures, complete records, usual spread."""
        return [
            row for row in self.separations
            if row.records == separation.COMPLETE and row.spread == 1.0
            and row.indicator == CLAIMS[row.id].indicator
        ]  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """The claimed figures as the command prints them, in every regime."""
        names = ("id", "indicator", "intensity", "records", "spread", "auc", "low", "high")
        return [
            {**{name: row.row()[name] for name in names},
             "false_alarms": self.accused.get(row.indicator, 0.0), "n": row.n}
            for row in self.separations if row.indicator == CLAIMS[row.id].indicator
        ]  # fmt: skip


@dataclass
class _Planted:
    """What is measured on planted partnerships, one world after the other, each drawn once."""

    separations: list[separation.Separation] = field(default_factory=list)
    powers: list[alarms.Power] = field(default_factory=list)
    strengths: dict[str, float] = field(default_factory=dict)


def prove(count: int, intensities: Sequence[float], *, quick: bool = False) -> Proof:
    """Measure everything; `quick`: three profiles, one intensity, few draws of sisters."""
    bench = Bench(count)
    known = [name for name in CLAIMS if CLAIMS[name].indicator in INDICATORS]
    profiles = [name for name in known if not quick or name in QUICK]
    marks = [MARKED] if quick else list(intensities)
    plain = [(separation.COMPLETE, 1.0, x) for x in marks]
    laws = alarms.laws_of(bench, _most(bench))
    planted = _planted(bench, profiles, [*plain, SILENT] if quick else separation.modes(marks), laws)
    must = [name for name in malaise.MUST if name in profiles]
    return Proof(
        count, planted.separations, [] if quick else departements.pooled(marks), _alarms(bench, quick=quick),
        alarms.by_figure(bench, laws), alarms.changes(bench, elections=False),
        alarms.changes(bench, elections=True), recovery.untrue(bench), planted.powers, planted.strengths,
        malaise.malaise(bench, must, 12 if quick else 200), recovery.recoveries(bench),
        tuple(name for name in profiles if CLAIMS[name].asked),
        tuple(name for name in CLAIMS if name not in known), bench.spent,
    )  # fmt: skip


def _planted(bench: Bench, profiles: Sequence[str], modes: Sequence[separation.Mode], laws: Laws) -> _Planted:
    found = _Planted()
    for mode in modes:
        records, spread, x = mode
        for name in profiles:
            found.separations += separation.separations(bench, name, mode)
            world = bench.world(name, x, records=records, spread=spread)
            if (records, spread) == PLAIN and x >= SPOKEN:
                table = bench.figures(world, keep=False)
                found.powers.append(alarms.power(table, laws, name, x, bench.count))
            if mode == SILENT:
                table = bench.figures(world, keep=False)
                found.strengths[name] = alarms.false_strength(table, laws, name, bench.count)
    return found


def _most(bench: Bench) -> int:
    return min(alarms.SIZES[-1], alarms.pool(bench).count)


def _alarms(bench: Bench, *, quick: bool) -> list[alarms.Alarms]:
    if quick:
        return alarms.false_alarms(bench, *REGIMES[0], sizes=(60,), draws=2)
    whole = alarms.false_alarms(bench, *REGIMES[0])
    return whole + [
        row for regime in REGIMES[1:] for row in alarms.false_alarms(bench, *regime, sizes=(200,))
    ]
