"""May this file be accepted? The tolerance is ours, stated, and shown with every refusal."""

from collections import Counter
from collections.abc import Iterable, Sequence

from maillage.datasets.vocabulary import Reject

TOLERANCE = 0.005  # share of rows that may be set aside before the whole file is refused
TOLERATED_ROWS = 10  # ...and never fewer than this many, so that a small file is not refused for two lines
# faults that an official file never has: one is enough to refuse, unless the person says to set lines aside
GRAVE = frozenset({
    "nombre illisible", "nombre absent", "nombre négatif", "nombre non entier", "unité inconnue",
    "année hors limites", "date illisible", "diffusion inconnue", "code inconnu", "ligne irrégulière",
})  # fmt: skip


def may_accept(
    *, rows: int, rejected: int, fatal: Sequence[str] = (), kinds: Iterable[str] = (), tolerant: bool = False
) -> list[str]:
    """Why the file is refused as a whole, in French; empty when it may come in.

    `kinds` are those of the lines set aside; `tolerant` accepts grave ones too, within the same tolerance.
    """
    reasons = list(fatal)
    if rows == 0:
        reasons.append("Aucune ligne ne peut être lue.")
    limit = max(TOLERATED_ROWS, int(TOLERANCE * (rows + rejected)))
    grave = sorted(GRAVE & set(kinds))
    if rows and (rejected > limit or rejected > rows):
        share = f"{100 * TOLERANCE:g}".replace(".", ",")
        reasons.append(
            f"{rejected} lignes fautives sur {rows + rejected} : la tolérance est de {share} % ({limit} ici)."
        )
    elif rows and grave and not tolerant:
        reasons.append(
            f"{_lines(rejected)} ({', '.join(grave)}) : un fichier officiel n'en a pas. Téléchargez-le de "
            "nouveau, "
            "ou importez avec --tolerant pour écarter ces lignes."
        )
    return reasons


def _lines(count: int) -> str:
    return "1 ligne fautive" if count == 1 else f"{count} lignes fautives"


def digest_of(rejects: Sequence[Reject], *, shown: int = 12) -> str:
    """The first lines set aside, each with its number, its value and the reason; then how many by reason."""
    lines = [f"ligne {row.line} : {printable(row.reason)}" for row in rejects[:shown]]
    if len(rejects) > shown:
        counts = Counter(row.kind for row in rejects)
        lines.append("en tout, " + ", ".join(f"{count} pour {kind}" for kind, count in counts.most_common()))
    return " ; ".join(lines) + ("." if lines else "")


def printable(text: str) -> str:
    """A text from a foreign file, without the signs that no screen and no database can hold."""
    return "".join(char for char in text if char.isprintable())
