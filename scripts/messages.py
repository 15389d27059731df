"""Brings the English catalogue up to date with the French strings, with Babel alone (no gettext program).

`python -m scripts.messages` rewrites `src/maillage/locale/en/LC_MESSAGES/django.po`: new strings are added
empty, strings no longer used are dropped, translations are kept. A test refuses an empty or missing entry.
The French one only says which of two source strings goes with a number: « 0 institution », as with one.
"""

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src" / "maillage"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLURALS = SOURCE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
HEADERS = {"en": "# English catalogue of Maillage.", "fr": "# French plurals of Maillage."}
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)  # a date of its own would change the file at each run
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2),
}  # fmt: skip


def sources() -> Iterator[tuple[str, str]]:
    """Every file that may hold strings for people: (path, Python-like text)."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(SOURCE).as_posix(), path.read_text("utf-8")
    for path in sorted([*SOURCE.rglob("*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        lines = templatize(path.read_text("utf-8")).splitlines()
        yield path.relative_to(SOURCE).as_posix(), "\n".join(line.strip() for line in lines)


def _empty(locale: str) -> Catalog:
    return Catalog(
        locale=locale, project="Maillage", charset="utf-8", fuzzy=False, header_comment=HEADERS[locale],
        creation_date=BEGUN, revision_date=BEGUN, last_translator="Maillage", language_team="Maillage",
        msgid_bugs_address="", version="",
    )  # fmt: skip


def extracted() -> Catalog:
    """The catalogue of the strings found in the code, without translation."""
    catalogue = _empty("en")
    for name, text in sources():
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(text.encode()), keywords=KEYWORDS
        ):
            catalogue.add(message, locations=[(name, 0)], context=context)
    for label in labels():
        catalogue.add(label)
    return catalogue


def labels() -> Iterator[str]:
    """The French label of every word of the vocabularies: they are translated when shown."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "vocabulary" in path.as_posix() or path.parent.name == "kernel":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef) and "Term" in {ast.unparse(base) for base in node.bases}:
                    yield from _labels_of(node)


def _labels_of(words: ast.ClassDef) -> Iterator[str]:
    for row in words.body:
        if isinstance(row, ast.Assign) and isinstance(row.value, ast.Tuple) and len(row.value.elts) == 2:
            label = row.value.elts[1]
            if isinstance(label, ast.Constant):
                yield str(label.value)


def stored() -> Catalog:
    """The catalogue as it is kept."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def plurals(fresh: Catalog) -> Catalog:
    """The strings that change with a number, as they are: French says nought in the singular."""
    catalogue = _empty("fr")
    for message in fresh:
        if isinstance(message.id, tuple):
            catalogue.add(message.id, message.id, context=message.context)
    return catalogue


def main() -> None:
    """Rewrite the catalogues; print what still waits for a translation."""
    fresh = extracted()
    PLURALS.parent.mkdir(parents=True, exist_ok=True)
    with PLURALS.open("wb") as file:
        write_po(file, plurals(fresh), sort_output=True, no_location=True, omit_header=False, width=110)
    if CATALOGUE.exists():
        known = stored()
        for message in fresh:
            old = known.get(
                message.id if not isinstance(message.id, tuple) else message.id[0], message.context
            )
            if old is not None and message.id:
                message.string = old.string
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, fresh, sort_output=True, no_location=True, omit_header=False, width=110)
    waiting = [
        message.id
        for message in fresh
        if message.id
        and not any([message.string] if isinstance(message.string, str) else message.string or [])
    ]
    sys.stdout.write(f"{len(fresh)} phrases, {len(waiting)} sans traduction\n")


if __name__ == "__main__":
    main()
