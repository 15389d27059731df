"""May this file be accepted? The tolerance is ours, stated, and shown with every refusal."""

from collections import Counter
from collections.abc import Sequence

from maillage.datasets.vocabulary import Reject

TOLERANCE = 0.005  # share of rows that may be set aside before the whole file is refused
TOLERATED_ROWS = 10  # ...and never fewer than this many, so that a small file is not refused for two lines
RATE_TOLERANCE = 1e-3  # per mille, between the published rate and count over exposure


def may_accept(*, rows: int, rejected: int, fatal: Sequence[str] = ()) -> list[str]:
    """Why the file is refused as a whole, in French; empty when it may come in."""
    reasons = list(fatal)
    if rows == 0:
        reasons.append("aucune ligne ne peut être lue.")
    limit = max(TOLERATED_ROWS, int(TOLERANCE * (rows + rejected)))
    if rows and (rejected > limit or rejected > rows):
        share = f"{100 * TOLERANCE:g}".replace(".", ",")
        reasons.append(
            f"{rejected} lignes écartées sur {rows + rejected} : la tolérance est de {share} % ({limit} ici)."
        )
    return reasons


def digest_of(rejects: Sequence[Reject], *, shown: int = 12) -> str:
    """The first lines set aside, each with its number, its value and the reason; then how many by reason."""
    lines = [f"ligne {row.line} : {row.reason}" for row in rejects[:shown]]
    if len(rejects) > shown:
        counts = Counter(row.kind for row in rejects)
        lines.append("en tout, " + ", ".join(f"{count} pour {kind}" for kind, count in counts.most_common()))
    return " ; ".join(lines)
