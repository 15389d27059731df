"""Communes, their movements, départements and régions, as the official geographic code publishes them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from maillage.territory.intake.official.found import Found, Line, bad_commune, commune_code, first

KINDS = {
    "COM": "commune", "COMD": "delegated", "COMA": "associated", "ARM": "district",
    "commune-actuelle": "commune", "commune-deleguee": "delegated", "commune-associee": "associated",
    "arrondissement-municipal": "district",
}  # fmt: skip
MERGED, RECODED = {"31", "32", "33"}, {"41", "50"}  # fusion, commune nouvelle, association; new code
CREATED = {"20", "21"}
Lines = Iterator[tuple[int, Line]]


def communes(lines: Lines, name: str) -> Found:
    """`v_commune_AAAA.csv`, or the list of communes with their kind."""
    found, seen = Found("communes", name), set[tuple[str, str]]()
    for number, line in lines:
        given, kind = first(line, "COM", "code_commune"), KINDS.get(first(line, "TYPECOM", "type") or "COM")
        code, label = commune_code(given), first(line, "LIBELLE", "nom")
        if not code:
            found.fault(number, bad_commune(given))
        elif kind is None or not label:
            found.fault(number, f"commune {code} sans type connu ou sans nom")
        elif (code, kind) in seen:
            found.fault(number, f"commune {code} déjà lue")
        else:
            seen.add((code, kind))
            parent = commune_code(first(line, "COMPARENT", "code_commune_parent", "code_chef_lieu"))
            department = first(line, "DEP", "code_departement")
            found.rows.append(
                {"code": code, "name": label, "kind": kind, "department": department, "parent": parent}
            )
    return found


def movements(lines: Lines, name: str) -> Found:
    """`v_mvt_commune_AAAA.csv`: communes that ceased, with the last one that took their place."""
    found, ends = Found("movements", name), dict[str, dict[str, Any]]()
    read = sorted(_events(lines, found), key=lambda event: (event[0], event[1] in MERGED))
    for day, kind, line in read:
        before, after = commune_code(line["COM_AV"]), commune_code(line["COM_AP"])
        if kind in CREATED or (kind in RECODED and before != after):
            ends.pop(after, None)
        if kind in MERGED | RECODED and before != after and line["TYPECOM_AV"] == "COM":
            ends[before] = {
                "code": before, "name": line["LIBELLE_AV"], "successor": after,
                "successor_name": line["LIBELLE_AP"], "earliest": day, "latest": day,
                "reason": "fusion" if kind in MERGED else "changement de code",
            }  # fmt: skip
    found.rows = [row | _last(row, ends) for row in ends.values()]
    return found


def _events(lines: Lines, found: Found) -> Iterator[tuple[date, str, Line]]:
    for number, line in lines:
        try:
            day = date.fromisoformat(first(line, "DATE_EFF"))
        except ValueError:
            found.fault(number, f"date d'effet « {first(line, 'DATE_EFF')} » mal formée")
            continue
        bad = next((line[key] for key in ("COM_AV", "COM_AP") if not commune_code(line[key])), None)
        if bad is not None:
            found.fault(number, bad_commune(bad))
        elif line["TYPECOM_AP"] == "COM":
            yield day, line["MOD"], line


def _last(row: dict[str, Any], ends: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The commune that exists at the end of the chain of mergers."""
    end, seen = row, {row["code"]}
    while end["successor"] in ends and end["successor"] not in seen:
        end = ends[end["successor"]]
        seen.add(end["code"])
    return {"successor": end["successor"], "successor_name": end["successor_name"]}


def passages(lines: Lines, name: str) -> Found:
    """A table of codes of one year and of another: what became of each, between the two."""
    found = Found("movements", name)
    years = [int(part) for part in name.split(".")[0].split("_") if part.isdigit()]
    first_day, last_day = date(min(years, default=2018), 1, 2), date(max(years, default=2026), 1, 1)
    for number, line in lines:
        columns = sorted(key for key in line if key.startswith("code_commune_"))
        before, after = (commune_code(line[key]) for key in columns[:2])
        if not before or not after:
            found.fault(number, bad_commune(" ou ".join(line[key] for key in columns[:2])))
            continue
        label = next((line[key] for key in line if key.startswith("nom_")), before)
        found.rows.append(
            {"code": before, "name": label, "successor": after, "successor_name": after,
             "earliest": first_day, "latest": last_day, "reason": "fusion ou changement de code"}
        )  # fmt: skip
    return found


def areas(kind: str, lines: Lines, name: str) -> Found:
    """`v_departement_AAAA.csv` and `v_region_AAAA.csv`, or the same in small letters."""
    found = Found(kind, name)
    for number, line in lines:
        code = first(line, "DEP", "code") if kind == "departments" else first(line, "REG", "code")
        label, region = first(line, "LIBELLE", "nom"), first(line, "REG", "code_region")
        if not 2 <= len(code) <= 3 or not label:
            found.fault(number, f"code « {code} » ou nom « {label} » manquant")
        else:
            found.rows.append({"code": code, "name": label, "region": region})
    return found
