"""Small files in the official schema, made by us; nothing in them is real but the codes."""

import gzip
from pathlib import Path

HEADER = (
    '"CODGEO_2026";"annee";"indicateur";"unite_de_compte";"nombre";"taux_pour_mille";"est_diffuse";"insee_pop";'
    '"insee_pop_millesime";"insee_log";"insee_log_millesime";"complement_info_nombre";"complement_info_taux"'
)
NAME = "donnee-data.gouv-2025-geographie2026-FICTIF-produit-le2026-06-25.csv.gz"


def row(code="44143", year=2024, indicator="Vols avec armes", unit="Infraction", count="10", rate=None,
        state="diff", people="40000", homes="20000", mean="NA", mean_rate="NA"):  # fmt: skip
    if rate is None:
        base = int(homes) if indicator.startswith("Cambriolages") else int(people)
        rate = (
            f"{1000 * int(count) / base:.7f}".replace(".", ",")
            if state == "diff" and count.isdigit()
            else "NA"
        )
    cells = [code, year, indicator, unit, count, rate, state, people, "2023", homes, "2022", mean, mean_rate]
    return ";".join(f'"{cell}"' for cell in cells)


def rows(number=60):
    """Lines for several communes and years: published, zero and withheld cells."""
    lines = []
    for code in ("44143", "44109", "44190", "01001"):
        for year in range(2016, 2026):
            lines.append(row(code, year, count=str(6 + year % 7)))
            lines.append(row(code, year, "Cambriolages de logement", count="100"))
            lines.append(row(code, year, "Vols violents sans arme", count="0"))
            lines.append(
                row(
                    code,
                    year,
                    "Violences sexuelles",
                    "Victime",
                    "NA",
                    "NA",
                    "ndiff",
                    mean="1,5",
                    mean_rate="0,04",
                )
            )
    return lines[:number] if number else lines


def text(lines=None, header=HEADER, encoding="utf-8-sig") -> bytes:
    return ("\n".join([header, *(rows() if lines is None else lines)]) + "\n").encode(encoding, "replace")


def write(folder: Path, lines=None, *, name=NAME, header=HEADER, encoding="utf-8-sig", packed=True) -> Path:
    content = text(lines, header, encoding)
    path = folder / name
    path.write_bytes(gzip.compress(content) if packed else content)
    return path
