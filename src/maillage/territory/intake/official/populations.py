"""Inhabitants by year: of communes (one column a year), of départements (one line a year)."""

import re

from maillage.territory.intake.official.communes import Lines
from maillage.territory.intake.official.found import Found, bad_commune, commune_code, first

YEAR_COLUMN = re.compile(r"^(?:p(\d{2})_pop|PMUN(\d{2})|pmun_(\d{4}))$", re.IGNORECASE)
UNKNOWN = ("", "NA", "N/A", "nan")


def year_of(column: str) -> int | None:
    """The year a column of inhabitants is about: `p13_pop`, `PMUN21`, `pmun_2022`."""
    match = YEAR_COLUMN.match(column)
    return int(next(part for part in match.groups() if part)[-2:]) + 2000 if match else None


def of_communes(lines: Lines, name: str) -> Found:
    """One line a commune, one column a year; an unknown cell stays unknown."""
    found = Found("populations", name)
    for number, line in lines:
        given = first(line, "code_commune", "CODGEO", "COM")
        code = commune_code(given)
        if not code:
            found.fault(number, bad_commune(given))
            continue
        for column, text in line.items():
            year = year_of(column)
            if year is None or text in UNKNOWN:
                continue
            count = _count(text)
            if count is None:
                found.fault(number, f"« {text} » n'est pas un nombre d'habitants ({column})")
            else:
                found.rows.append({"place": code, "year": year, "count": count, "source": f"Insee, {name}"})
    return found


def of_departments(lines: Lines, name: str) -> Found:
    """One line a département and year."""
    found = Found("populations", name)
    for number, line in lines:
        code, year, count = line["code_departement"], line["annee"], _count(line["ens_total"])
        if not year.isdigit() or count is None or not 2 <= len(code) <= 3:
            found.fault(number, f"département « {code} », année « {year} », total « {line['ens_total']} »")
        else:
            source = f"Insee, {name}"
            found.rows.append({"place": f"dep:{code}", "year": int(year), "count": count, "source": source})
    return found


def _count(text: str) -> int | None:
    plain = text.replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return int(value) if value >= 0 and value.is_integer() else None
