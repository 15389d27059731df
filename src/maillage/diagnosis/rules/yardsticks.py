"""Yardsticks as they are typed: one a line, « modalité ; nombre ; population ; source »."""

from collections.abc import Iterable
from typing import Any

from maillage.diagnosis.vocabulary.gathered import Yardstick
from maillage.kernel import BadInput

MOST = 50


def parse(text: str) -> list[dict[str, Any]]:
    """What is typed, as plain rows. Raises BadInput naming the faulty line."""
    rows = [_row(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(rows) > MOST:
        raise BadInput(f"{len(rows)} repères : la limite est de {MOST}.")
    return rows


def _row(number: int, line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) != 4 or not all(parts):
        raise BadInput(
            f"Ligne {number}, « {line.strip()[:60]} » : quatre parties sont attendues, séparées par des"
            " points-virgules : modalité ; nombre ; population ; source."
        )
    count, exposed = (part.replace("\u202f", "").replace("\xa0", "").replace(" ", "") for part in parts[1:3])
    short = all(part.isdecimal() and len(part) < 10 for part in (count, exposed))
    if not (short and int(exposed) > 0):
        raise BadInput(
            f"Ligne {number} : « {parts[1]} » et « {parts[2]} » doivent être des nombres entiers, la"
            " population au-dessus de zéro."
        )
    return {
        "category": parts[0][:120],
        "count": int(count),
        "exposed": int(exposed),
        "source": parts[3][:200],
    }


def written(rows: Iterable[dict[str, Any]]) -> str:
    """The rows as they were typed."""
    return "\n".join(
        f"{row['category']} ; {row['count']} ; {row['exposed']} ; {row['source']}" for row in rows
    )


def typed(rows: Iterable[dict[str, Any]]) -> tuple[Yardstick, ...]:
    """The rows as the checks read them."""
    return tuple(Yardstick(row["category"], row["count"], row["exposed"], row["source"]) for row in rows)
