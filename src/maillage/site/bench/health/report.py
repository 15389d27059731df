"""The proof as a page of the documentation: what was measured, what it proves, what it does not."""

from collections.abc import Iterable, Sequence

from maillage.observatory.indicators import INDICATORS
from maillage.site.bench.health import departements, malaise, separation, wording
from maillage.site.bench.health.claims import CLAIMS, MARKED, TARGET
from maillage.site.bench.health.proof import Proof
from maillage.site.bench.health.recovery import ACCEPTED


def markdown(found: Proof) -> str:
    """The whole page."""
    parts = [
        wording.flow(wording.HEAD).format(partnerships=number(found.partnerships)),
        _separation(found), _shortfalls(found),
        _regimes(found), _others(found), _pooled(found), _alarms(found), _accused(found), _power(found),
        _malaise(found), _strengths(found), _recovery(found),
    ]  # fmt: skip
    return "\n".join(part for part in parts if part).rstrip() + "\n"


def number(value: float, digits: int = 0) -> str:
    """A number in French."""
    whole = round(value, digits) + 0.0  # no minus zero
    return f"{whole:,.{digits}f}".replace(",", " ").replace(".", ",")


def percent(value: float | None, digits: int = 1) -> str:
    """A share as a percentage, or a dash."""
    return "—" if value is None or value != value else f"{number(100 * value, digits)} %"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _name(profile: str) -> str:
    return f"`{profile}`"


def _area(row: separation.Separation) -> str:
    return f"{number(row.auc, 3)} ({number(row.low, 3)}–{number(row.high, 3)})"


def _separation(found: Proof) -> str:
    intensities = sorted({row.intensity for row in found.plain()})
    rows = []
    for profile in CLAIMS:
        own = {row.intensity: row for row in found.plain() if row.id == profile}
        if own:
            last = own.get(MARKED, next(iter(own.values())))
            rows.append([
                _name(profile), CLAIMS[profile].indicator,
                *(_area(own[x]) if x in own else "—" for x in intensities),
                f"{number(last.median_sound, 2)} → {number(last.median_sick, 2)}",
                f"{percent(last.unread_sound, 0)} ; {percent(last.unread_sick, 0)}",
                percent(found.accused.get(last.indicator, 0.0)),
            ])  # fmt: skip
    head = ["faiblesse", "figure", *(f"aire à {number(x, 1)}" for x in intensities),
            f"médiane, sain → {number(MARKED, 1)}", "illisible, sain ; malade",
            "sains accusés par elle"]  # fmt: skip
    return "## Séparation\n\n" + table(head, rows)


def _shortfalls(found: Proof) -> str:
    marked = found.marked()
    asked = [row for row in marked if row.id in found.asked]
    reached = [row for row in asked if row.auc >= TARGET]
    sure = [row for row in asked if row.low >= TARGET]
    lines = [
        f"À l'intensité {number(MARKED, 1)}, **{len(reached)} des {len(asked)}** figures dont on le demande "
        f"atteignent {number(TARGET, 2)} ; {len(sure)} l'atteignent aussi par leur limite basse.\n"
    ]
    short = [row for row in marked if row.auc < TARGET]
    lines += [f"- `{row.id}` ({row.indicator}) : {_area(row)} — {_why(row)}." for row in short]
    absent = ", ".join(_name(name) for name in found.absent)
    lines += [f"- sans figure dans cette version : {absent}."] if absent else []
    return "\n".join(["## Ce qui manque à l'appel\n", *lines, ""])


def _why(row: separation.Separation) -> str:
    reason = wording.WHY.get(row.id, wording.OTHERWISE)
    return reason if CLAIMS[row.id].asked else f"{reason} (non demandé)"


def _regimes(found: Proof) -> str:
    modes = list(dict.fromkeys(
        (row.records, row.spread, row.intensity) for row in found.separations
        if (row.records, row.spread) != (separation.COMPLETE, 1.0)
    ))  # fmt: skip
    if not modes:
        return ""
    by_key = {
        (row.id, row.records, row.spread, row.intensity): row for row in found.separations
        if row.indicator == CLAIMS[row.id].indicator
    }  # fmt: skip
    rows = [
        [
            _name(name),
            *(number(by_key[name, *mode].auc, 3) if (name, *mode) in by_key else "—" for mode in modes),
        ]
        for name in CLAIMS if any((name, *mode) in by_key for mode in modes)
    ]  # fmt: skip
    head = ["faiblesse", *(f"{_regime(records, spread)}, {number(x, 1)}" for records, spread, x in modes)]
    told = wording.flow(wording.REGIMES)
    return told + table(head, rows)


def _regime(records: str, spread: float) -> str:
    names = {"mcar:0.3": "au hasard", "mnar:0.3": "silence"}
    return names.get(records, f"étendue {number(spread, 1)}")


def _others(found: Proof) -> str:
    rows = [
        [_name(row.id), row.indicator, _area(row)] for row in found.separations
        if row.indicator != CLAIMS[row.id].indicator and row.intensity == MARKED
        and (row.records, row.spread) == (separation.COMPLETE, 1.0)
    ]  # fmt: skip
    if not rows:
        return ""
    head = ["faiblesse", "autre figure", f"aire à {number(MARKED, 1)}"]
    return "## Autres figures qui en parlent\n\n" + table(head, rows)


def _pooled(found: Proof) -> str:
    if not found.pooled:
        return ""
    rows = [
        [_name(row.found.id), row.found.indicator, number(row.found.intensity, 1), _area(row.found),
         number(row.records), _asked(row.found)]
        for row in found.pooled
    ]  # fmt: skip
    head = ["faiblesse", "figure", "intensité", "aire", "relevés par département", "demandé"]
    told = f"## Sur un département\n\n{departements.GROUPS} départements de {departements.EACH} chacun.\n\n"
    return told + table(head, rows)


def _asked(row: separation.Separation) -> str:
    asked = departements.ENOUGH.get(row.id, {}).get(row.intensity)
    return (
        "—" if asked is None else f"{number(asked, 2)} : {'atteint' if row.auc >= asked else 'non atteint'}"
    )


def _alarms(found: Proof) -> str:
    rows = [
        [number(row.sisters), _records(row.records), _records(row.records_of_sisters), percent(row.mean),
         percent(row.worst), percent(row.described), percent(row.any), percent(row.strengths),
         str(row.draws)]
        for row in found.false_alarms
    ]  # fmt: skip
    head = ["comparables", "relevés lus", "relevés des comparables", "une faiblesse (comparables)",
            "pire tirage", "un état décrit", "l'un ou l'autre", "une force", "tirages"]  # fmt: skip
    told = wording.flow(wording.ALARMS)
    changes = wording.flow(wording.CHANGES).format(
        steady=percent(found.changes), voted=percent(found.changes_of_election), untrue=percent(found.untrue)
    )
    return told + table(head, rows) + "\n" + changes


def _records(regime: str) -> str:
    return {"complete": "complets", "mcar:0.3": "au hasard", "mnar:0.3": "silence"}.get(regime, regime)


def _accused(found: Proof) -> str:
    worst = sorted(found.accused.items(), key=lambda pair: -pair[1])[:10]
    if not worst:
        return ""
    rows = [[name, INDICATORS[name].fr, percent(share, 2)] for name, share in worst]
    head = ["figure", "nom", "sains accusés"]
    return "### Les figures qui accusent le plus de partenariats sains\n\n" + table(head, rows)


def _power(found: Proof) -> str:
    intensities = sorted({row.intensity for row in found.powers})
    rows = []
    for name in CLAIMS:
        own = {row.intensity: row for row in found.powers if row.id == name}
        if own:
            rows.append([
                _name(name), CLAIMS[name].indicator, _series(own[x].sisters for x in intensities),
                _series(own[x].described for x in intensities), _series(own[x].looked for x in intensities),
            ])  # fmt: skip
    marks = " / ".join(number(x, 1) for x in intensities)
    head = [
        "faiblesse",
        "figure",
        "affirmée (comparables)",
        "affirmée (état décrit)",
        "parmi les trois à regarder",
    ]
    told = wording.flow(wording.POWER).format(marks=marks)
    return told + table(head, rows)


def _series(values: Iterable[float | None]) -> str:
    values = list(values)
    if all(value is None for value in values):
        return "—"
    return " / ".join("—" if value is None else number(100 * value) for value in values) + " %"


def _malaise(found: Proof) -> str:
    if not found.malaise.rows:
        return ""
    rows = [
        [_name(row.id), percent(row.sisters), percent(row.described),
         f"{percent(malaise.MUST[row.id], 0)} : "
         f"{'atteint' if (row.described or 0) >= malaise.MUST[row.id] else 'non atteint'}"]
        for row in found.malaise.rows
    ]  # fmt: skip
    head = ("faiblesse, intensité 1", "affirmée (comparables)", "affirmée (état décrit)", "demandé")
    told = wording.flow(wording.MALAISE).format(sisters=number(found.malaise.sisters))
    return told + table(head, rows)


def _strengths(found: Proof) -> str:
    worst = sorted(found.strengths.items(), key=lambda pair: -pair[1])
    shown = [(name, share) for name, share in worst if share > 0]
    told = wording.flow(wording.STRENGTHS).format(marked=number(MARKED, 1))
    if not shown:
        return told + ("Aucune.\n" if found.strengths else "Non mesuré dans cette exécution.\n")
    return told + table(["faiblesse", "figure", "fausses forces"], (
        [_name(name), CLAIMS[name].indicator, percent(share)] for name, share in shown
    ))  # fmt: skip


def _recovery(found: Proof) -> str:
    if not found.recoveries:
        return ""
    rows = [
        [row.indicator, number(row.correlation, 2), percent(row.coverage), _points(row.bias), number(row.n),
         row.apart or _covered(row.coverage)]
        for row in found.recoveries
    ]  # fmt: skip
    head = ["figure", "corrélation de rang", "couverture", "biais moyen", "partenariats", "remarque"]
    return wording.flow(wording.RECOVERY) + table(head, rows)


def _points(bias: float | None) -> str:
    return "—" if bias is None else f"{number(100 * bias, 1)} pt"


def _covered(coverage: float | None) -> str:
    if coverage is None or ACCEPTED[0] <= coverage <= ACCEPTED[1]:
        return ""
    return "couvre trop peu" if coverage < ACCEPTED[0] else "couvre un peu plus"
