"""Writes the cards of the indicators: `python -m scripts.cards`; a test refuses those not up to date."""

import os
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference" / "indicators"


def written() -> dict[str, str]:
    """The cards as they stand on the disk."""
    return {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.md"))}


def main() -> None:
    """Write every card and the index; remove those of indicators that are no more."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.site.settings")
    from maillage.observatory.documents.cards import cards

    pages = cards()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in set(written()) - set(pages):
        (FOLDER / name).unlink()
    for name, text in pages.items():
        (FOLDER / name).write_text(text, "utf-8")
    sys.stdout.write(f"{len(pages) - 1} cartes écrites dans {FOLDER.name}\n")


if __name__ == "__main__":
    main()
