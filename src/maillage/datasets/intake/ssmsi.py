"""The communal, départemental and régional bases of recorded crime (SSMSI), in all their vintages."""

import re
from collections.abc import Callable

import polars as pl

from maillage.datasets.intake.base import Format, Known, Reading, Reject, number, slug, texts
from maillage.datasets.vocabulary import Kind, Level
from maillage.tabular import FileRejected, Table

SOURCE = "SSMSI, base statistique de la délinquance enregistrée par la police et la gendarmerie nationales"
DEFECTS = (
    "Faits enregistrés, non faits commis : une hausse peut venir des plaintes.",
    "Comptés au lieu de l'infraction ; les escroqueries, au domicile de la victime.",
)
WITHHELD = "La source ne publie un indicateur communal qu'au-delà de cinq faits trois années de suite."
FIRST_YEAR = 2016
COMMUNE = re.compile(r"^CODGEO_\d{4}$", re.IGNORECASE)
NUMBER = re.compile(r"[-+]?[\d\s\u00a0\u202f]*[.,]?\d+([eE][-+]?\d+)?")

# our name -> what the successive editions call it
NAMES: dict[str, tuple[str, ...]] = {
    "department": ("Code_departement", "Code.département", "Code.departement"),
    "region": ("Code_region", "Code.région", "Code.region"),
    "year": ("annee",),
    "indicator": ("indicateur", "classe"),
    "unit": ("unite_de_compte", "unité.de.compte", "unite.de.compte"),
    "count": ("nombre", "faits"),
    "rate": ("taux_pour_mille", "tauxpourmille"),
    "published": ("est_diffuse", "valeur.publiée", "valeur.publiee"),
    "population": ("insee_pop", "POP"),
    "dwellings": ("insee_log", "LOG"),
    "complement_count": ("complement_info_nombre", "complementinfoval"),
    "complement_rate": ("complement_info_taux", "complementinfotaux"),
}
RENAMED = {
    "vols-de-vehicules": "vols-de-vehicule",
    "escroqueries": "escroqueries-et-fraudes-aux-moyens-de-paiement",
}
UNITS = {"victime": "Victime", "victime entendue": "Victime entendue", "infraction": "Infraction",
         "véhicule": "Véhicule", "mis en cause": "Mis en cause"}  # fmt: skip
NEEDED = ("year", "indicator", "unit", "count", "rate", "population")
NUMBERS = ("count", "rate", "population", "dwellings", "complement_count", "complement_rate")


def columns_of(table: Table) -> dict[str, str]:
    """Our names -> the file's, for those that are there."""
    found = {ours: name for ours, names in NAMES.items() for name in names if name in table.columns}
    commune = next((name for name in table.columns if COMMUNE.match(name)), None)
    return found | ({"commune": commune} if commune else {})


def _level(table: Table) -> Level | None:
    found = columns_of(table)
    if not set(NEEDED) <= set(found):
        return None
    for name, level in (
        ("commune", Level.COMMUNE),
        ("department", Level.DEPARTMENT),
        ("region", Level.REGION),
    ):
        if name in found:
            return level
    return None


def _is(level: Level) -> Callable[[Table], bool]:
    return lambda table: _level(table) is level


def read(table: Table, known: Known) -> Reading:
    """Read one base. Withheld cells keep their complement and never become zero; bad lines are set aside."""
    found, level = columns_of(table), _level(table)
    assert level is not None
    if level is Level.COMMUNE and "published" not in found:
        raise FileRejected(
            f"{table.name} : il manque la colonne est_diffuse, qui dit les cellules non publiées."
        )
    quick = _quick(table, found, level)
    if quick is not None and not _faults(quick, known, level).any():
        return _reading(quick, table, [], 0)
    frame = _typed(texts(table, found), found, level).collect(engine="streaming")
    bad = _faults(frame, known, level)
    rejects, count = _rejects(table, found, frame, bad)
    return _reading(frame.filter(~bad) if count else frame, table, rejects, count)


def _reading(good: pl.DataFrame, table: Table, rejects: list[Reject], count: int) -> Reading:
    fatal = _fatal(good)
    return Reading(_canonical(good), rejects, count, fatal, vintage=_vintage(good, table))


def _quick(table: Table, found: dict[str, str], level: Level) -> pl.DataFrame | None:
    """The whole file already typed, when every cell fits; None sends it to the slow road, which explains."""
    words = {name: found[name] for name in ("indicator", "unit", "published") if name in found}
    key = {Level.COMMUNE: "commune", Level.DEPARTMENT: "department", Level.REGION: "region"}[level]
    wanted: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(words.values(), pl.Categorical)
    wanted |= {found[key]: pl.Categorical, found["year"]: pl.Int32}
    wanted |= {found[name]: pl.Float64 for name in NUMBERS if name in found}
    frame = table.typed(wanted)
    if frame is None:
        return None
    prefix = {Level.COMMUNE: "", Level.DEPARTMENT: "dep:", Level.REGION: "reg:"}[level]
    codes = {
        text: prefix + text.zfill(5 if level is Level.COMMUNE else 2)
        for text in frame[found[key]].unique().drop_nulls()
    }
    code = pl.col(found[key])
    renamed = code if all(text == full for text, full in codes.items()) else code.replace_strict(
        codes, return_dtype=pl.Categorical
    )  # fmt: skip
    year = pl.col(found["year"])
    return frame.select(
        "ligne",
        renamed.alias("code"),
        pl.when(year < 100).then(year + 2000).otherwise(year).cast(pl.Int16).alias("year"),
        *[pl.col(theirs).alias(ours) for ours, theirs in words.items()],
        *([] if "published" in found else [pl.lit("diff").cast(pl.Categorical).alias("published")]),
        *[(pl.col(found[n]) if n in found else pl.lit(None, pl.Float64)).alias(n) for n in NUMBERS],
        pl.lit(False).alias("unreadable"),
    )


def _typed(rows: pl.LazyFrame, found: dict[str, str], level: Level) -> pl.LazyFrame:
    key = {Level.COMMUNE: "commune", Level.DEPARTMENT: "department", Level.REGION: "region"}[level]
    prefix = {Level.COMMUNE: "", Level.DEPARTMENT: "dep:", Level.REGION: "reg:"}[level]
    width = 5 if level is Level.COMMUNE else 2
    year = number("year").cast(pl.Int32, strict=False)
    typed = [
        pl.col("ligne"),
        (pl.lit(prefix) + pl.col(key).str.zfill(width)).cast(pl.Categorical).alias("code"),
        pl.when(year < 100).then(year + 2000).otherwise(year).cast(pl.Int16, strict=False).alias("year"),
        pl.col("indicator").cast(pl.Categorical),
        pl.col("unit").cast(pl.Categorical),
        (pl.col("published") if "published" in found else pl.lit("diff"))
        .cast(pl.Categorical)
        .alias("published"),
    ]
    for name in NUMBERS:
        typed.append(number(name).alias(name) if name in found else pl.lit(None, pl.Float64).alias(name))
    unreadable = [
        pl.col(name).is_not_null() & number(name).is_null() for name in (*NUMBERS, "year") if name in found
    ]
    return rows.select(*typed, pl.any_horizontal(unreadable).alias("unreadable"))


def _faults(frame: pl.DataFrame, known: Known, level: Level) -> pl.Series:
    codes = {
        Level.COMMUNE: known.communes, Level.DEPARTMENT: {f"dep:{code}" for code in known.departments},
        Level.REGION: {f"reg:{code}" for code in known.regions},
    }[level]  # fmt: skip
    wrong = [code for code in frame["code"].unique().drop_nulls().to_list() if code not in codes]
    states = set(frame["published"].unique().to_list())
    strange = [text for text in frame["unit"].unique().drop_nulls().to_list() if text.lower() not in UNITS]
    expected_null = pl.col("published") == "ndiff"
    return frame.select(
        pl.col("unreadable")
        | pl.col("code").is_null()
        | (pl.col("code").is_in(wrong) if wrong else pl.lit(False))
        | pl.col("year").is_null()
        | ~pl.col("year").is_between(FIRST_YEAR, 2100)
        | pl.col("indicator").is_null()
        | pl.col("published").is_null()
        | (
            pl.lit(False)
            if states <= {"diff", "ndiff", None}
            else ~pl.col("published").cast(pl.String).is_in(["diff", "ndiff"])
        )
        | (pl.col("count").is_null() & ~expected_null).fill_null(True)
        | (pl.col("count") < 0).fill_null(False)
        | (pl.col("count") != pl.col("count").round()).fill_null(False)
        | pl.col("unit").is_null()
        | (pl.col("unit").is_in(strange) if strange else pl.lit(False))
    ).to_series()


def _rejects(
    table: Table, found: dict[str, str], frame: pl.DataFrame, bad: pl.Series
) -> tuple[list[Reject], int]:
    count = int(bad.sum())
    if not count:
        return [], 0
    lines = frame.filter(bad).head(1000)
    raw = texts(table, found).filter(pl.col("ligne").is_in(lines["ligne"].implode())).collect()
    return [
        _reject(row, line) for row, line in zip(raw.rows(named=True), lines.rows(named=True), strict=True)
    ], count


def _reject(row: dict[str, str | None], typed: dict[str, object]) -> Reject:
    """Why this line was set aside: the first fault, with its value and the cure."""
    kind, sentence = next((kind, said) for wrong, kind, said in _suspects(row, typed) if wrong)
    return Reject(int(str(typed["ligne"])), kind, sentence)


def _suspects(row: dict[str, str | None], typed: dict[str, object]) -> list[tuple[bool, str, str]]:
    """Each possible fault in the order it is looked for: is it there, its kind, its sentence."""
    year, published, given = typed["year"], row.get("published"), row.get("count")
    count = None if typed["count"] is None else float(str(typed["count"]))
    code = row.get("commune") or row.get("department") or row.get("region")
    return [
        *_unreadable(row),
        ((row.get("unit") or "").lower() not in UNITS, "unité inconnue",
         f"unité de compte « {row.get('unit')} » inconnue"),
        (not isinstance(year, int) or not FIRST_YEAR <= year <= 2100, "année hors limites",
         f"année « {row.get('year')} » : attendu {FIRST_YEAR} ou après"),
        (published not in (None, "diff", "ndiff"), "diffusion inconnue",
         f"diffusion « {published} » : attendu diff ou ndiff"),
        (given is None, "nombre absent", "le nombre manque alors que la cellule est dite publiée"),
        (count is not None and count < 0, "nombre négatif", f"nombre négatif : {given}"),
        (count is not None and not count.is_integer(), "nombre non entier", f"nombre non entier : {given}"),
        (True, "code inconnu", f"code « {code} » inconnu du code officiel géographique"),
    ]  # fmt: skip


def _unreadable(row: dict[str, str | None]) -> list[tuple[bool, str, str]]:
    texts_of = {name: row.get(name) for name in (*NUMBERS, "year")}
    return [
        (not NUMBER.fullmatch(text), "nombre illisible", f"« {text} » n'est pas un nombre ({NAMES[name][0]})")
        for name, text in texts_of.items()
        if text is not None
    ]


def _canonical(frame: pl.DataFrame) -> pl.DataFrame:
    indicators = {
        text: RENAMED.get(slug(text), slug(text)) for text in frame["indicator"].unique().drop_nulls()
    }
    units = {text: UNITS[text.lower()] for text in frame["unit"].unique().drop_nulls()}
    status = (
        pl.when(pl.col("published") == "ndiff").then(pl.lit("withheld"))
        .when(pl.col("count") == 0).then(pl.lit("zero")).otherwise(pl.lit("published"))
    )  # fmt: skip
    return frame.select(
        pl.col("code"),
        pl.col("year"),
        pl.col("indicator").replace_strict(indicators, return_dtype=pl.Categorical),
        pl.col("unit").replace_strict(units, return_dtype=pl.Categorical),
        status.cast(pl.Categorical).alias("status"),
        pl.when(pl.col("published") == "ndiff")
        .then(None)
        .otherwise(pl.col("count"))
        .cast(pl.Int64)
        .alias("count"),
        pl.col("population").cast(pl.Int64, strict=False),
        pl.col("dwellings"),
        pl.col("rate"),
        pl.col("complement_count"),
        pl.col("complement_rate"),
        pl.col("ligne"),
    )


def _fatal(good: pl.DataFrame) -> list[str]:
    """What forbids to take the file: a cell given twice, a rate that does not follow from its count."""
    faults = []
    keys = ["code", "year", "indicator"]
    cell = (
        pl.col("code").to_physical().cast(pl.UInt64) * (1 << 32)
        + pl.col("indicator").to_physical().cast(pl.UInt64) * (1 << 12) + pl.col("year").cast(pl.UInt64)
    )  # fmt: skip
    if good.select(cell.n_unique()).item() != good.height:
        twice = good.filter(pl.struct(keys).is_duplicated()).sort(*keys, "ligne").head(2)
        first = twice.row(0, named=True)
        lines = " et ".join(str(line) for line in twice["ligne"])
        faults.append(
            f"lignes {lines} : deux fois la même cellule "
            f"({first['code']}, {first['year']}, {first['indicator']}). "
            "Retirez le double."
        )
    wrong = good.filter(_rate_gap() > 1e-3)
    if wrong.height > max(1, good.height // 1000):
        row = wrong.row(0, named=True)
        faults.append(
            f"ligne {row['ligne']} : le taux {row['rate']:g} ne correspond pas à {row['count']:g} faits ; "
            f"{wrong.height} lignes sont dans ce cas. "
            "Le fichier a été modifié, ou ses colonnes sont décalées."
        )
    return faults


def _rate_gap() -> pl.Expr:
    burglary = pl.col("indicator") == "Cambriolages de logement"
    exposure = pl.when(burglary & pl.col("dwellings").is_not_null()).then(pl.col("dwellings")).otherwise(
        pl.when(burglary).then(None).otherwise(pl.col("population"))
    )  # fmt: skip
    expected = 1_000 * pl.col("count") / exposure
    return (
        pl.when(exposure > 0).then((expected - pl.col("rate")).abs() / (1 + expected / 100)).otherwise(None)
    )


def _vintage(frame: pl.DataFrame, table: Table) -> str:
    dated = re.search(r"produit-le-?(\d{4}-\d{2}-\d{2})", table.name)
    first, last = str(frame["year"].min()), str(frame["year"].max())
    years = f"{first}-{last}" if frame.height else ""
    return f"{years}, édition du {dated.group(1)}" if dated else years


FORMATS = (
    Format(
        "ssmsi-communes",
        "Base communale de la délinquance enregistrée",
        SOURCE,
        Kind.CRIME,
        Level.COMMUNE,
        _is(Level.COMMUNE),
        read,
        defects=(*DEFECTS, WITHHELD),
    ),
    Format(
        "ssmsi-departements",
        "Base départementale de la délinquance enregistrée",
        SOURCE,
        Kind.CRIME,
        Level.DEPARTMENT,
        _is(Level.DEPARTMENT),
        read,
        defects=DEFECTS,
    ),
    Format(
        "ssmsi-regions",
        "Base régionale de la délinquance enregistrée",
        SOURCE,
        Kind.CRIME,
        Level.REGION,
        _is(Level.REGION),
        read,
        defects=DEFECTS,
    ),
)

__all__ = ["FORMATS", "columns_of", "read"]
