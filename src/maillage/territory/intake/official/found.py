"""What a file holds, and what its lines look like while they are read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

COMMUNE = re.compile(r"^(\d[0-9AB]|9[78])\d{3}$")
EPCI = re.compile(r"^\d{9}$")
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
SHOWN = 5
Line = dict[str, str]


class NotRecognised(ValueError):
    """The file is none of those that are understood, or has faults; the French message says which."""


@dataclass
class Found:
    """What a file holds: its kind, its name, the year of its edition when the name says it, typed rows."""

    kind: str
    name: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    note: str = ""

    @property
    def year(self) -> int | None:
        """The last year named by the file (`v_commune_2025.csv`: 2025)."""
        years = YEAR.findall(self.name)
        return int(years[-1]) if years else None

    def fault(self, line: int, reason: str) -> None:
        """Note that this line cannot be read."""
        self.faults.append((line, reason))

    def sound(self) -> "Found":
        """Itself. Raises NotRecognised when a line is faulty or when nothing was found."""
        if self.faults:
            said = " ; ".join(f"ligne {line} : {reason}" for line, reason in self.faults[:SHOWN])
            more = f" (et {len(self.faults) - SHOWN} autres lignes)" if len(self.faults) > SHOWN else ""
            raise NotRecognised(f"{said}{more}. Corrigez ou téléchargez de nouveau le fichier.")
        if not self.rows:
            raise NotRecognised("le fichier ne contient aucune ligne.")
        return self


def numbered(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[int, Line]]:
    """Line number and cells as text, empty where there is nothing."""
    for row in rows:
        yield (
            int(row["ligne"]),
            {key: str(value or "").strip() for key, value in row.items() if key != "ligne"},
        )


def first(line: Line, *names: str) -> str:
    """The first of these columns that holds something."""
    return next((line[name] for name in names if line.get(name)), "")


def commune_code(text: str) -> str:
    """An INSEE code whose leading zero a spreadsheet may have eaten; empty when it is none."""
    code = text.strip().upper()
    code = code.zfill(5) if code.isdigit() else code
    return code if COMMUNE.match(code) else ""


def bad_commune(text: str) -> str:
    """Why a line without a good code is faulty."""
    return f"code commune « {text} » mal formé"
