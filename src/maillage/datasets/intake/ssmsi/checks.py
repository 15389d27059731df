"""What can be wrong with a line of the bases, and with a whole base; each fault with its value and the
cure.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from maillage.datasets.intake.base import Known, Reject, slug
from maillage.datasets.intake.ssmsi import names
from maillage.datasets.vocabulary import Level

Row = dict[str, str | None]
RATE_TOLERANCE = 1e-3  # per mille, between the published rate and count over exposure
RARE = (
    0.5  # an indicator never met, with less than this share of the usual number of lines, is a damaged label
)
MANY_GROUPS, LONG_GROUP = 20, 10  # from there on, a last territory that stops short means a cut file


@dataclass(frozen=True)
class Check:
    """A fault of lines: `kind` groups them, `fault` finds them in the typed frame, `say` explains one."""

    kind: str
    fault: pl.Expr
    say: Callable[[Row], str]


def line_checks(frame: pl.DataFrame, known: Known, level: Level, geography: int) -> list[Check]:
    """The checks of this frame (of this year of geography), in the order in which they explain a line."""
    year = pl.col("year")
    return [
        Check("nombre illisible", pl.col("unreadable"), _unreadable),
        _words("unit", frame, _strange_units(frame), "unité inconnue", "unité de compte « {} » inconnue"),
        Check(
            "année hors limites",
            year.is_null() | ~year.is_between(names.FIRST_YEAR, names.LAST_YEAR),
            lambda row: f"année « {row.get('year')} » : attendu {names.FIRST_YEAR} ou après",
        ),
        _words(
            "indicator", frame, _strange_indicators(frame), "indicateur inconnu", "indicateur « {} » inconnu"
        ),
        _words(
            "published",
            frame,
            _distinct(frame, "published") - {"diff", "ndiff"},
            "diffusion inconnue",
            "diffusion « {} » : attendu diff ou ndiff",
        ),
        _code(frame, known, level, geography),
        *_number_checks(frame),
    ]


def _number_checks(frame: pl.DataFrame) -> list[Check]:
    count, published = pl.col("count"), pl.col("published") == "diff"
    negative = pl.any_horizontal(pl.col(*names.NUMBERS) < 0)
    return [
        Check(
            "nombre absent",
            (count.is_null() & published).fill_null(True),
            lambda row: "le nombre manque alors que la cellule est dite publiée",
        ),
        Check("nombre négatif", negative.fill_null(False), _negative),
        Check(
            "nombre non entier",
            (published & (count != count.round())).fill_null(False),
            lambda row: f"nombre non entier : {row.get('count')}",
        ),
        Check("taux faux", (published & (rate_gap() > rate_tolerance(frame))).fill_null(False), _wrong_rate),
    ]


def _words(column: str, frame: pl.DataFrame, strange: set[str], kind: str, sentence: str) -> Check:
    fault = pl.col(column).is_null()
    if strange:
        fault = fault | pl.col(column).cast(pl.String).is_in(list(strange)).fill_null(True)
    return Check(kind, fault, lambda row: sentence.format(row.get(column) or ""))


def _distinct(frame: pl.DataFrame, column: str) -> set[str]:
    return set(frame[column].unique().drop_nulls().cast(pl.String).to_list())


def _strange_units(frame: pl.DataFrame) -> set[str]:
    return {text for text in _distinct(frame, "unit") if slug(text) not in names.UNITS}


def _strange_indicators(frame: pl.DataFrame) -> set[str]:
    """Labels in foreign signs, and those never met that only a few lines have: a damaged label, not a new
    one.
    """
    counts = dict(frame["indicator"].drop_nulls().value_counts().cast({"indicator": pl.String}).iter_rows())
    usual = sorted(counts.values())[len(counts) // 2] if counts else 0
    rare = {
        text
        for text, lines in counts.items()
        if names.canonical(text) not in names.KNOWN and lines < RARE * usual
    }
    return rare | {text for text in counts if not names.readable(text)}


def _code(frame: pl.DataFrame, known: Known, level: Level, geography: int) -> Check:
    codes = {Level.COMMUNE: known.communes, Level.DEPARTMENT: known.departments, Level.REGION: known.regions}
    real = {names.PREFIX[level] + code for code in codes[level]}
    wrong = _distinct(frame, "code") - real
    fault = pl.col("code").is_null()
    if wrong:
        fault = fault | pl.col("code").cast(pl.String).is_in(list(wrong)).fill_null(True)
    key, later = names.KEY[level], geography > known.geography
    cure = (
        f" de {known.geography} : chargez les tables plus récentes, maillage territory load" if later else ""
    )
    return Check(
        "code d'une géographie plus récente" if later else "code inconnu",
        fault,
        lambda row: f"code « {row.get(key) or ''} » inconnu du code officiel géographique{cure}",
    )


def _unreadable(row: Row) -> str:
    for name in (*names.NUMBERS, "year"):
        text = row.get(name)
        if text is not None and not _is_number(text):
            return f"« {text} » n'est pas un nombre ({names.NAMES[name][0].replace('-', '_')})"
    return "un nombre ne se lit pas"


def _is_number(text: str) -> bool:
    try:
        return abs(float("".join(text.split()).replace(",", "."))) <= 1e15
    except ValueError:
        return False


def _negative(row: Row) -> str:
    name, text = next((n, t) for n in names.NUMBERS if (t := row.get(n)) and t.lstrip().startswith("-"))
    return f"nombre négatif : {text} ({names.NAMES[name][0].replace('-', '_')})"


def _wrong_rate(row: Row) -> str:
    burglary = names.canonical(row.get("indicator") or "") == names.BURGLARY
    base, word = ("dwellings", "logements") if burglary else ("population", "habitants")
    return (
        f"le taux {row.get('rate')} ne correspond pas à {row.get('count')} faits pour {row.get(base)} {word}"
    )


def rate_gap() -> pl.Expr:
    """Distance between the published rate and 1 000 x count / exposure; null where it cannot be worked
    out.
    """
    burglary = pl.col("indicator").cast(pl.Categorical) == "Cambriolages de logement"
    exposure = pl.when(burglary).then(pl.col("dwellings")).otherwise(pl.col("population"))
    expected = 1_000 * pl.col("count") / exposure
    gap = (expected - pl.col("rate")).abs() / (1 + expected / 100)
    return pl.when(exposure > 0).then(gap)


def rate_tolerance(frame: pl.DataFrame) -> float:
    """The stated tolerance; half a unit of the last decimal when the file rounds its rates more than that."""
    rates = frame["rate"].drop_nulls().head(20_000)
    for decimals in (1, 2, 3):
        scaled = rates * 10**decimals
        if rates.len() and (scaled - scaled.round()).abs().max() < 1e-6:  # type: ignore[operator]
            return max(RATE_TOLERANCE, 0.6 * 10**-decimals)
    return RATE_TOLERANCE


def cut_short(good: pl.DataFrame) -> list[str]:
    """The refusal of a base that stops before its end: each territory (or year) whole but the last one."""
    for keys in (["code"], ["indicator", "year"]):
        sizes = good.group_by(keys, maintain_order=True).len()["len"]
        usual, last = sizes[0], sizes[-1]
        same = sizes.len() > MANY_GROUPS and usual >= LONG_GROUP and bool((sizes[:-1] == usual).all())
        if same and 1 < last < usual:
            name = ", ".join(str(good[key][-1]) for key in keys)
            return [
                f"Le fichier s'arrête avant la fin : {name} n'a que {last} lignes sur {usual}. "
                "Téléchargez-le de nouveau."
            ]
    return []


def holes(good: pl.DataFrame) -> int:
    """How many cells are absent from the rectangle territory x indicator x year."""
    sizes = [good[name].n_unique() for name in ("code", "indicator", "year")]
    return sizes[0] * sizes[1] * sizes[2] - good.height


def reject(row: Row, line: int, faults: list[Check], found: list[bool]) -> Reject:
    """Why this line was set aside: its first fault."""
    check = next(check for check, there in zip(faults, found, strict=True) if there)
    return Reject(line, check.kind, check.say(row))
