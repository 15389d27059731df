"""When a signature is one, and what a scan of it must be. Pure: the day and the bytes are given."""

from collections.abc import Set

MOST_BYTES = 5 * 1024 * 1024
STARTS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def scan_kind(content: bytes) -> str:
    """« pdf », « jpg » or « png » by what the file holds, never by its name; empty for anything else."""
    return next((kind for start, kind in STARTS.items() if content.startswith(start)), "")


def scan_fault(content: bytes, name: str) -> str:
    """Why this scan cannot be kept, in French; empty when it can."""
    if not content:
        return "Joignez l'original numérisé : un PDF, un JPEG ou un PNG."
    if len(content) > MOST_BYTES:
        size = f"{len(content) / 1024 / 1024:.1f}".replace(".", ",")
        return f"« {name} » pèse {size} Mo : 5 Mo au plus. Numérisez-le en niveaux de gris."
    if not scan_kind(content):
        return f"« {name} » n'est ni un PDF, ni un JPEG, ni un PNG : numérisez-le dans un de ces formats."
    return ""


def awaited(signatories: Set[int], signed: Set[int]) -> frozenset[int]:
    """The institutions whose signature still lacks."""
    return frozenset(signatories - signed)


def is_signed(signatories: Set[int], signed: Set[int]) -> bool:
    """Has everybody signed? A text that nobody has to sign is never signed."""
    return bool(signatories) and not awaited(signatories, signed)
