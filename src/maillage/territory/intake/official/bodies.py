"""Intercommunal bodies and their members; priority areas by commune."""

from maillage.territory.intake.official.communes import Lines
from maillage.territory.intake.official.found import EPCI, Found, Line, bad_commune, commune_code, first


def epci(lines: Lines, name: str) -> Found:
    """A list of EPCI: code, name, legal nature."""
    found = Found("epci", name)
    for number, line in lines:
        code, label = first(line, "code_epci"), first(line, "nom")
        if not EPCI.match(code) or not label:
            found.fault(number, f"EPCI « {code} » mal formé ou sans nom")
        else:
            found.rows.append({"code": code, "name": label, "type": first(line, "type")})
    return found


def members(lines: Lines, name: str) -> Found:
    """A list of the communes of each EPCI, as the DGCL or Insee publish it."""
    found, seen = Found("members", name), dict[str, str]()
    for number, line in lines:
        body = first(line, "code_epci", "siren", "siren_epci", "EPCI")
        code = commune_code(first(line, "code_commune", "insee", "CODGEO"))
        if body in ("ZZZZZZZZZ", "Z"):  # Insee's word for a commune without EPCI
            continue
        if not EPCI.match(body) or not code:
            given = first(line, "code_commune", "insee", "CODGEO")
            found.fault(number, f"EPCI « {body} » ou commune « {given} » mal formés")
        elif code in seen:
            found.fault(number, f"commune {code} déjà membre de {seen[code]}")
        else:
            seen[code] = body
            found.rows.append({"epci": body, "commune": code, **_body(line)})
    return found


def _body(line: Line) -> dict[str, str]:
    label = first(line, "raison_sociale", "LIBEPCI", "nom_epci")
    return {"epci_name": label, "epci_type": first(line, "nature_juridique", "nature")}


def qpv(lines: Lines, name: str) -> Found:
    """The list of priority areas; one line may name several communes."""
    found = Found("qpv", name)
    for number, line in lines:
        raw = first(line, "code_commune_2026", "insee_com", "code_commune")
        codes = [commune_code(part) for part in raw.strip('="').replace(",", ";").split(";") if part.strip()]
        if not codes or not all(codes):
            found.fault(number, bad_commune(raw))
            continue
        label = first(line, "nom_qp", "lib_qp", "code_qp")
        found.rows += [{"code": line["code_qp"], "name": label, "commune": code} for code in codes]
    return found


def zus(lines: Lines, name: str) -> Found:
    """The sensitive areas of the decree of 1996, as typed with today's commune."""
    found = Found("zus", name)
    for number, line in lines:
        code = commune_code(first(line, "code_commune_2026"))
        names = [part.strip() for part in first(line, "quartiers_decret").split(",") if part.strip()]
        if not code or not names:
            found.fault(number, bad_commune(first(line, "code_commune_2026")))
        else:
            found.rows += [{"code": "", "name": label, "commune": code} for label in names]
    return found
