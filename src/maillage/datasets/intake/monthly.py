"""The « état 4001 »: facts by month and by year, by département, police district or for the country."""

import re

import polars as pl

from maillage.datasets.intake.base import Format, Known, Reading, Reject, has, number, set_aside, slug, texts
from maillage.datasets.vocabulary import Kind, Level
from maillage.tabular import FileRejected, Table

SOURCE = "Ministère de l'intérieur, état 4001, faits constatés"
BREAKS = "Ruptures connues : logiciels (gendarmerie 2012, police 2013 à 2015), confinements depuis mars 2020."
MONTH = re.compile(r"^_?(\d{4})_(\d{2})$")
ZONES = {"France_Entière": "fr", "France_Métro": "fr-metro"}
UNUSED = (96, 97, 99, 100)


def _month(column: str) -> pl.Expr:
    return (pl.col(column) + "-01").str.to_date("%Y-%m-%d", strict=False)


def _finish(frame: pl.DataFrame, known: Known, vintage: str, *notes: str) -> Reading:
    """Set unknown départements and unreadable dates aside; a negative count is kept and marked."""
    codes = frame["code"].cast(pl.String)
    department = codes.str.strip_prefix("dep:")
    bad = codes.str.starts_with("dep:") & ~department.is_in(list(known.departments))
    frame = frame.with_columns(
        pl.when(pl.col("count") < 0).then(pl.lit("correction")).otherwise(pl.lit("")).alias("flag")
    )
    when = next(name for name in ("month", "year") if name in frame.columns)
    bad = bad | frame[when].is_null()
    rejects = set_aside(
        frame.filter(bad),
        "code ou date inconnus",
        pl.format("code « {} » ou date illisibles", pl.col("code")),
    )
    return Reading(frame.filter(~bad), rejects, int(bad.sum()), notes=list(notes), vintage=vintage)


def _read_workbook(table: Table, known: Known) -> Reading:
    """`tableaux-4001-ts.xlsx` and its variants: one sheet a territory, one column a month, newest first."""
    frames = [frame for name in table.sheets if (frame := _sheet(table, name)) is not None]
    if not frames:
        raise FileRejected(
            f"{table.name} : aucune feuille de département ou de France (« 01 », « France_Entière »)."
        )
    return _finish(pl.concat(frames), known, "mensuel", BREAKS)


def _sheet(table: Table, name: str) -> pl.DataFrame | None:
    code = ZONES.get(name) or (f"dep:{name}" if re.match(r"^\d[\dAB]\d?$", name) else None)
    if code is None:
        return None
    wide = table.sheet(name)
    months = [column for column in wide.columns if MONTH.match(column)]
    if "Index" not in wide.columns or not months:
        raise FileRejected(
            f"{table.name}, feuille {name} : il faut une colonne Index et une colonne par mois."
        )
    label = next(column for column in wide.columns if column.lower().startswith("libell"))
    long = wide.unpivot(months, index=["ligne", "Index", label], variable_name="m", value_name="n")
    return long.select(
        "ligne",
        pl.lit(code).alias("code"),
        (pl.col("m").str.strip_prefix("_").str.replace("_", "-", literal=True) + "-01")
        .str.to_date(strict=False)
        .alias("month"),
        (pl.lit("index-") + pl.col("Index")).alias("indicator"),
        pl.col(label).alias("label"),
        number("n").cast(pl.Int64, strict=False).alias("count"),
    ).filter(~pl.col("indicator").is_in([f"index-{row}" for row in UNUSED]))


def _read_national(table: Table, known: Known) -> Reading:
    names = {
        "t": "territoire",
        "i": "index_4001",
        "label": "libelle_index",
        "d": "date",
        "n": "faits_constates",
    }
    frame = (
        texts(table, names)
        .select(
            "ligne",
            pl.col("t").replace_strict(ZONES, default=pl.col("t")).alias("code"),
            _month("d").alias("month"),
            (pl.lit("index-") + pl.col("i")).alias("indicator"),
            "label",
            number("n").cast(pl.Int64).alias("count"),
        )
        .filter(pl.col("count").is_not_null())
        .collect()
    )
    return _finish(frame, known, "1996-2022, reprise", BREAKS, "National seulement.")


def _read_groups(table: Table, known: Known) -> Reading:
    groups = [name for name in table.columns if name not in ("code_departement", "date")]
    frame = (
        texts(table, {"code": "code_departement", "d": "date"} | {name: name for name in groups})
        .unpivot(groups, index=["ligne", "code", "d"], variable_name="g", value_name="n")
        .select(
            "ligne",
            (pl.lit("dep:") + pl.col("code")).alias("code"),
            _month("d").alias("month"),
            pl.col("g").str.replace_all("_", "-").alias("indicator"),
            pl.col("g").str.replace_all("_", " ").alias("label"),
            number("n").cast(pl.Int64).alias("count"),
        )
        .filter(pl.col("count").is_not_null())
        .collect()
    )
    return _finish(frame, known, "1999-2020, reprise", BREAKS)


def _read_barometer(table: Table, known: Known) -> Reading:
    names = {"code": "code_departement", "label": "indicateur", "d": "date_fin_periode", "n": "valeur"}
    frame = texts(table, names).select(
        "ligne", (pl.lit("dep:") + pl.col("code")).alias("code"),
        pl.col("d").str.to_date("%Y-%m-%d", strict=False).dt.month_start().alias("month"),
        pl.col("label").alias("indicator"), "label", number("n").cast(pl.Int64, strict=False).alias("count"),
    ).filter(pl.col("count").is_not_null()).collect()  # fmt: skip
    return _finish(
        frame,
        known,
        "2017-2022, reprise",
        "Décembre porte des corrections annuelles, parfois négatives.",
        "Petits nombres perturbés par le secret statistique.",
    )


def _read_yearly(table: Table, known: Known) -> Reading:
    names = {
        "code": "code_departement",
        "y": "annee",
        "i": "index_4001",
        "n": "faits_constates",
        "origin": "source",
    }
    frame = texts(table, names).select(
        "ligne", (pl.lit("dep:") + pl.col("code")).alias("code"), number("y").cast(pl.Int16).alias("year"),
        (pl.lit("index-") + pl.col("i")).alias("indicator"), pl.lit("").alias("label"),
        number("n").cast(pl.Int64).alias("count"), "origin",
    ).filter(pl.col("count").is_not_null()).collect()  # fmt: skip
    return _finish(
        frame, known, "2002-2020, reprise", "Deux sources, deux définitions : ne pas les enchaîner."
    )


def _read_services(table: Table, known: Known) -> Reading:
    rows = (
        table.lazy()
        .select(
            (pl.lit("dep:") + pl.col("code_departement").cast(pl.String)).alias("code"),
            pl.col("annee").alias("year"),
            (pl.lit("index-") + pl.col("index_4001").cast(pl.String)).alias("indicator"),
            pl.col("faits_constates").cast(pl.Int64).alias("count"),
            pl.concat_str("force", "perimetre", "service", separator=" ", ignore_nulls=True).alias("origin"),
        )
        .with_row_index("ligne", offset=2)
        .with_columns(label=pl.lit(""))
    )
    return _finish(rows.collect(), known, "2012-2020, reprise", "Noms et périmètres de services changent.")


def _read_services_workbook(table: Table, known: Known) -> Reading:
    """`crimes-et-delits-enregistres-…-depuis-2012.xlsx`: sheets « Services PN 2012 », several header rows."""
    frames = [_services(table, name) for name in table.sheets if name.startswith("Services ")]
    return _finish(pl.concat(frames), known, "par service", "Noms et périmètres de services changent.")


def _services(table: Table, sheet: str) -> pl.DataFrame:
    rows = table.raw_sheet(sheet)
    start = next(
        (i for i, row in enumerate(rows) if str(row[0]).strip().lower().startswith("code index")), None
    )
    if start is None:
        raise FileRejected(f"{table.name}, feuille {sheet} : la ligne « Code index » manque.")
    force, year = sheet.split()[1], int(sheet.split()[2])
    found = [
        (line + 1, f"dep:{str(rows[0][column]).strip().zfill(2)}", year, f"index-{int(float(str(row[0])))}",
         str(row[1]), int(float(str(row[column]))), f"{force} {rows[start][column]}")
        for line, row in enumerate(rows) if line > start and str(row[0]).strip()
        for column in range(2, len(row)) if str(row[column]).strip() not in ("", "None")
    ]  # fmt: skip
    schema = {
        "ligne": pl.UInt32,
        "code": pl.String,
        "year": pl.Int16,
        "indicator": pl.String,
        "label": pl.String,
        "count": pl.Int64,
        "origin": pl.String,
    }
    return pl.DataFrame(found, schema=schema, orient="row")


def _read_old_csv(table: Table, known: Known) -> Reading:
    """The monthly CSV of 2012: a title line, then one column per département by its name."""
    title = " ".join(table.head[:2])
    dated = re.search(r"en (\w+) (\d{4})", title)
    months = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
              "novembre", "décembre")  # fmt: skip
    if not dated or dated.group(1) not in months:
        raise FileRejected(f"{table.name} : le mois n'est pas dans le titre (« {title[:60]} »).")
    month = f"{dated.group(2)}-{months.index(dated.group(1)) + 1:02}-01"
    index, label = table.columns[0], table.columns[1]
    places = [name for name in table.columns[2:] if name and slug(name) in NAMES]
    frame = (
        texts(table, {"i": index, "label": label} | {name: name for name in places})
        .unpivot(places, index=["ligne", "i", "label"], variable_name="place", value_name="n")
        .select(
            "ligne",
            pl.col("place").replace_strict({name: NAMES[slug(name)] for name in places}).alias("code"),
            pl.lit(month).str.to_date().alias("month"),
            (pl.lit("index-") + pl.col("i")).alias("indicator"),
            "label",
            number("n").cast(pl.Int64, strict=False).alias("count"),
        )
        .filter(pl.col("count").is_not_null())
        .collect()
    )
    reading = _finish(frame, known, month[:7], BREAKS)
    unknown = [name for name in table.columns[2:] if name and slug(name) not in NAMES]
    reading.rejects += [
        Reject(table.skip + 1, "territoire inconnu", f"colonne « {name} » inconnue") for name in unknown
    ]
    reading.rejected += len(unknown)
    return reading


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
        lambda t: t.kind == "workbook" and any(n in ZONES or n == "01" for n in t.sheets),
        _read_workbook,
        defects=(BREAKS,),
    ),
    Format(
        "4001-services",
        "État 4001 annuel par service, un classeur",
        SOURCE,
        Kind.YEARLY,
        Level.DEPARTMENT,
        lambda t: t.kind == "workbook" and any(n.startswith("Services ") for n in t.sheets),
        _read_services_workbook,
        defects=("Noms et périmètres de services changent d'une année à l'autre.",),
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
        defects=("Noms et périmètres de services changent d'une année à l'autre.",),
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
