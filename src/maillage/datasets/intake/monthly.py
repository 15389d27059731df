"""The « état 4001 »: facts by month and by year, by département, police district or for the country."""

import re

import polars as pl

from maillage.datasets.intake.base import (
    Format,
    Known,
    Reading,
    Reject,
    has,
    number,
    slug,
    sorted_out,
    span,
    texts,
)
from maillage.datasets.vocabulary import Kind, Level
from maillage.tabular import FileRejected, Table, framed

SOURCE = "Ministère de l'intérieur, état 4001, faits constatés"
BREAKS = "Ruptures connues : logiciels (gendarmerie 2012, police 2013 à 2015), confinements depuis mars 2020."
MONTH = re.compile(r"^_?(\d{4})_(\d{2})$")
ZONES = {"france-entiere": "fr", "france-metro": "fr-metro"}  # names of sheets, as slugs
SERVICES = re.compile(r"^Services (PN|GN) (\d{4})$")
UNUSED = (96, 97, 99, 100)


KEYS = ("code", "indicator", "month")


def _month(column: str) -> pl.Expr:
    return (pl.col(column) + "-01").str.to_date("%Y-%m-%d", strict=False)


def _finish(
    frame: pl.DataFrame, known: Known, *notes: str, keys: tuple[str, ...] = KEYS, again: bool = False
) -> Reading:
    """Set aside what cannot be read; keep a negative count, marked a correction."""
    reading = sorted_out(frame, known=known.departments, keys=keys, notes=notes)
    reading.frame = reading.frame.with_columns(
        pl.when(pl.col("count") < 0).then(pl.lit("correction")).otherwise(pl.lit("")).alias("flag")
    )
    period = "month" if "month" in reading.frame.columns else "year"
    reading.vintage = span(reading.frame[period]) + (", reprise" if again else "")
    return reading


def _used(frame: pl.DataFrame) -> pl.DataFrame:
    """Without the indexes that count nothing: their noughts are no zeros."""
    return frame.filter(~pl.col("indicator").is_in([f"index-{row}" for row in UNUSED]))


def _read_workbook(table: Table, known: Known) -> Reading:
    """`tableaux-4001-ts.xlsx` and its variants: one sheet a territory, one column a month, newest first."""
    codes = {name: code for name in table.sheets if (code := _territory(name))}
    if not codes:
        raise FileRejected(
            f"{table.name} : aucune feuille de département ou de France (« 01 », « France_Entière »)."
        )
    frames = [
        _sheet(framed(rows), name, codes[name], table.name) for name, rows in table.raw_sheets(list(codes))
    ]
    return _finish(_used(pl.concat(frames)), known, BREAKS)


def _territory(sheet: str) -> str:
    name = sheet.strip()
    return ZONES.get(slug(name), f"dep:{name}" if re.fullmatch(r"\d[\dAB]\d?", name) else "")


def _sheet(wide: pl.DataFrame, name: str, code: str, file: str) -> pl.DataFrame:
    months = [column for column in wide.columns if MONTH.match(column)]
    label = next((column for column in wide.columns if slug(column).startswith("libell")), None)
    if "Index" not in wide.columns or not months or label is None:
        raise FileRejected(
            f"{file}, feuille {name} : il faut les colonnes Index et libellé index, et une colonne par mois."
        )
    long = wide.filter(pl.col("Index").is_not_null()).unpivot(
        months, index=["ligne", "Index", label], variable_name="m", value_name="raw"
    )
    month = pl.col("m").str.strip_prefix("_").str.replace("_", "-", literal=True) + "-01"
    return long.select(
        "ligne",
        pl.lit(code).alias("code"),
        month.str.to_date(strict=False).alias("month"),
        _index("Index").alias("indicator"),
        pl.col(label).alias("label"),
        number("raw").alias("count"),
        "raw",
    )


def _index(column: str) -> pl.Expr:
    """`1`, `01` and `1.0` are the same index."""
    return pl.lit("index-") + number(column).cast(pl.Int32, strict=False).cast(pl.String).fill_null(
        pl.col(column)
    )


def _read_national(table: Table, known: Known) -> Reading:
    names = {
        "t": "territoire",
        "i": "index_4001",
        "label": "libelle_index",
        "d": "date",
        "raw": "faits_constates",
    }
    rows = texts(table, names)
    zones = {text: ZONES.get(slug(text), text) for text in _distinct(rows, "t")}
    frame = rows.select(
        "ligne", pl.col("t").replace_strict(zones).alias("code"), _month("d").alias("month"),
        _index("i").alias("indicator"), "label", number("raw").alias("count"), "raw",
    ).collect()  # fmt: skip
    return _finish(frame, known, BREAKS, "National seulement.", again=True)


def _distinct(rows: pl.LazyFrame, column: str) -> list[str]:
    return rows.select(pl.col(column).unique()).collect().to_series().drop_nulls().to_list()


def _read_groups(table: Table, known: Known) -> Reading:
    groups = [name for name in table.columns if name not in ("code_departement", "date")]
    frame = (
        texts(table, {"code": "code_departement", "d": "date"} | {name: name for name in groups})
        .unpivot(groups, index=["ligne", "code", "d"], variable_name="g", value_name="raw")
        .select(
            "ligne",
            (pl.lit("dep:") + pl.col("code")).alias("code"),
            _month("d").alias("month"),
            pl.col("g").str.replace_all("_", "-").alias("indicator"),
            pl.col("g").str.replace_all("_", " ").alias("label"),
            number("raw").alias("count"),
            "raw",
        )
        .collect()
    )
    return _finish(frame, known, BREAKS, again=True)


def _read_barometer(table: Table, known: Known) -> Reading:
    names = {"code": "code_departement", "label": "indicateur", "d": "date_fin_periode", "raw": "valeur"}
    frame = texts(table, names).select(
        "ligne", (pl.lit("dep:") + pl.col("code")).alias("code"),
        pl.col("d").str.to_date("%Y-%m-%d", strict=False).dt.month_start().alias("month"),
        pl.col("label").alias("indicator"), "label", number("raw").round().alias("count"), "raw",
    ).collect()  # fmt: skip
    notes = (
        "Décembre porte des corrections annuelles, parfois négatives.",
        "Petits nombres perturbés par le secret statistique.",
    )
    return _finish(frame, known, *notes, again=True)


def _read_yearly(table: Table, known: Known) -> Reading:
    names = {
        "code": "code_departement",
        "y": "annee",
        "i": "index_4001",
        "raw": "faits_constates",
        "origin": "source",
    }
    frame = texts(table, names).select(
        "ligne", (pl.lit("dep:") + pl.col("code")).alias("code"),
        number("y").cast(pl.Int16, strict=False).alias("year"), _index("i").alias("indicator"),
        pl.lit("").alias("label"), number("raw").alias("count"), "origin", "raw",
    ).collect()  # fmt: skip
    keys = ("code", "indicator", "year", "origin")
    note = "Deux sources, deux définitions : ne pas les enchaîner."
    return _finish(frame, known, note, keys=keys, again=True)


BY_SERVICE = ("code", "indicator", "year", "origin")
SERVICES_CHANGE = "Noms et périmètres de services changent d'une année à l'autre."


def _read_services(table: Table, known: Known) -> Reading:
    names = {"code": "code_departement", "y": "annee", "i": "index_4001", "raw": "faits_constates",
             "force": "force", "perimetre": "perimetre", "service": "service"}  # fmt: skip
    frame = texts(table, names).select(
        "ligne", (pl.lit("dep:") + pl.col("code")).alias("code"),
        number("y").cast(pl.Int16, strict=False).alias("year"), _index("i").alias("indicator"),
        pl.lit("").alias("label"), number("raw").alias("count"),
        pl.concat_str("force", "perimetre", "service", separator=" ", ignore_nulls=True).alias("origin"),
        "raw",
    ).collect()  # fmt: skip
    return _finish(frame, known, SERVICES_CHANGE, keys=BY_SERVICE, again=True)


def _read_services_workbook(table: Table, known: Known) -> Reading:
    """`crimes-et-delits-enregistres-…-depuis-2012.xlsx`: sheets « Services PN 2012 », some header rows."""
    wanted = [name for name in table.sheets if SERVICES.match(name)]
    frames = [_services(rows, name, table.name) for name, rows in table.raw_sheets(wanted)]
    return _finish(_used(pl.concat(frames)), known, SERVICES_CHANGE, keys=BY_SERVICE)


def _services(rows: list[list[object]], sheet: str, file: str) -> pl.DataFrame:
    start = next(
        (i for i, row in enumerate(rows) if row and slug(str(row[0])).startswith("code-index")), None
    )
    if start is None:
        raise FileRejected(f"{file}, feuille {sheet} : la ligne « Code index » manque.")
    force, year = SERVICES.match(sheet).groups()  # type: ignore[union-attr]
    perimeters = rows[1] if start > 1 else [""] * len(rows[0])
    origins = [
        f"{force} {perimeter} {name}".replace("  ", " ")
        for perimeter, name in zip(perimeters, rows[start], strict=False)
    ]
    found = [
        (line + 1, f"dep:{str(rows[0][column]).strip().zfill(2)}", str(row[0]), str(row[1]),
         str(row[column]).strip(), origins[column])
        for line, row in enumerate(rows) if line > start and str(row[0]).strip()
        for column in range(2, len(row)) if str(row[column]).strip() and str(rows[start][column]).strip()
    ]  # fmt: skip
    names = ("ligne", "code", "i", "label", "raw", "origin")
    schema = dict.fromkeys(names, pl.String) | {"ligne": pl.UInt32}
    return pl.DataFrame(found, schema=schema, orient="row").select(
        "ligne", "code", pl.lit(int(year), pl.Int16).alias("year"), _index("i").alias("indicator"), "label",
        number("raw").alias("count"), "origin", "raw",
    )  # fmt: skip


def _read_old_csv(table: Table, known: Known) -> Reading:
    """The monthly CSV of 2012: a title line, then one column per département by its name."""
    month = _titled(" ".join(table.head[: table.skip]), table.name)
    index, label = table.columns[0], table.columns[1]
    places = [name for name in table.columns[2:] if name and slug(name) in NAMES]
    if not places:
        raise FileRejected(f"{table.name} : aucune colonne ne porte le nom d'un département.")
    frame = (
        texts(table, {"i": index, "label": label} | {name: name for name in places})
        .unpivot(places, index=["ligne", "i", "label"], variable_name="place", value_name="raw")
        .select(
            "ligne",
            pl.col("place").replace_strict({name: NAMES[slug(name)] for name in places}).alias("code"),
            pl.lit(month).str.to_date().alias("month"),
            _index("i").alias("indicator"),
            "label",
            number("raw").alias("count"),
            "raw",
        )
        .collect()
    )
    reading = _finish(_used(frame), known, BREAKS)
    unknown = [name for name in table.columns[2:] if name and slug(name) not in NAMES]
    reading.rejects += [
        Reject(table.skip + 1, "territoire inconnu", f"colonne « {name} » inconnue") for name in unknown
    ]
    reading.rejected += len(unknown)
    return reading


def _titled(title: str, file: str) -> str:
    """The month of « Faits constatés … en juin 2012. », as its first day. Raises FileRejected."""
    months = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
              "novembre", "décembre")  # fmt: skip
    dated = re.search(rf"({'|'.join(months)})\s+(\d{{4}})", title.lower())
    if not dated:
        raise FileRejected(f"{file} : le mois n'est pas dans le titre (« {title[:60]} »).")
    return f"{dated.group(2)}-{months.index(dated.group(1)) + 1:02}-01"


def _names() -> dict[str, str]:
    from maillage.territory.intake import reference

    return {slug(row["name"]): f"dep:{row['code']}" for row in reference.table("departments")} | {
        "metropole": "fr-metro"
    }


NAMES = _names()

FORMATS = (
    Format(
        "4001-mensuel",
        "État 4001 mensuel, un classeur",
        SOURCE,
        Kind.MONTHLY,
        Level.DEPARTMENT,
        lambda t: t.kind == "workbook" and any(_territory(name) for name in t.sheets),
        _read_workbook,
        defects=(BREAKS,),
    ),
    Format(
        "4001-services",
        "État 4001 annuel par service, un classeur",
        SOURCE,
        Kind.YEARLY,
        Level.DEPARTMENT,
        lambda t: t.kind == "workbook" and any(SERVICES.match(name) for name in t.sheets),
        _read_services_workbook,
        defects=(SERVICES_CHANGE,),
    ),
    Format(
        "4001-mensuel-2012",
        "État 4001 mensuel, tableau de 2012",
        SOURCE,
        Kind.MONTHLY,
        Level.DEPARTMENT,
        lambda t: bool(t.columns) and slug(t.columns[0]) == "n-index",
        _read_old_csv,
        defects=(BREAKS,),
    ),
    Format(
        "derive-4001-national",
        "État 4001 mensuel, France (dérivé)",
        SOURCE,
        Kind.MONTHLY,
        Level.NATIONAL,
        has("territoire", "index_4001", "date", "faits_constates"),
        _read_national,
        derived=True,
        defects=(BREAKS, "Index 96, 97, 99 et 100 non utilisés."),
    ),
    Format(
        "derive-4001-groupes",
        "État 4001 mensuel par groupes (dérivé)",
        SOURCE,
        Kind.MONTHLY,
        Level.DEPARTMENT,
        has("code_departement", "date", "vols", "violences"),
        _read_groups,
        derived=True,
        defects=(BREAKS, "Groupes d'étudiants, sommes exactes d'index."),
    ),
    Format(
        "derive-4001-annuel",
        "État 4001 annuel par département (dérivé)",
        SOURCE,
        Kind.YEARLY,
        Level.DEPARTMENT,
        has("code_departement", "annee", "index_4001", "source"),
        _read_yearly,
        derived=True,
        defects=("Deux sources, deux définitions ; 2011 manque.",),
    ),
    Format(
        "derive-4001-services",
        "État 4001 annuel par service (dérivé)",
        SOURCE,
        Kind.YEARLY,
        Level.DEPARTMENT,
        has("force", "perimetre", "service", "index_4001"),
        _read_services,
        derived=True,
        defects=(SERVICES_CHANGE,),
    ),
    Format(
        "derive-barometre",
        "Baromètre de la sécurité, départements (dérivé)",
        "Ministères, baromètre des résultats",
        Kind.MONTHLY,
        Level.DEPARTMENT,
        has("code_departement", "indicateur", "date_fin_periode", "valeur"),
        _read_barometer,
        derived=True,
        defects=("Corrections négatives en décembre.",),
    ),
)
