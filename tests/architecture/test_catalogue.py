"""French on the screen, English complete: no source string without its translation, none left over."""

import ast
import re

import pytest
from babel.messages.pofile import read_po
from django.utils import translation
from scripts import messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def catalogues():
    return messages.extracted(), messages.stored()


def keys(catalogue):
    return {(str(message.id), message.context) for message in catalogue if message.id}


def test_every_source_string_is_in_the_english_catalogue(catalogues):
    fresh, kept = catalogues
    assert not keys(fresh) - keys(kept)


def test_no_source_string_hides_in_a_formatted_one():
    """Below Python 3.12 a string inside f"{_(...)}" is not found: it would never be translated."""
    hidden = [
        f"{path.relative_to(messages.SOURCE)}:{call.lineno}"
        for path in sorted(messages.SOURCE.rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in messages.KEYWORDS
        and any(isinstance(word, ast.Constant) for word in call.args)
    ]
    assert not hidden


def test_no_translation_is_left_over(catalogues):
    fresh, kept = catalogues
    assert not keys(kept) - keys(fresh)


def test_every_entry_is_translated(catalogues):
    _, kept = catalogues
    silent = [message.id for message in kept if message.id and not all(texts(message.string))]
    assert not silent


def test_translations_keep_their_placeholders(catalogues):
    _, kept = catalogues
    for message in kept:
        if message.id:
            wanted = set(PLACEHOLDER.findall(texts(message.id)[-1]))
            assert set(PLACEHOLDER.findall(texts(message.string)[-1])) == wanted, message.id


def test_the_catalogue_is_compiled_and_speaks_english(catalogues):
    _, kept = catalogues
    assert not kept.fuzzy  # the compiler skips a catalogue marked so
    with translation.override("en"):
        assert translation.gettext("Se connecter") == "Sign in"


def test_nought_is_singular_in_french_and_plural_in_english(catalogues):
    fresh, _ = catalogues
    with messages.PLURALS.open("rb") as file:
        kept = read_po(file, locale="fr")
    assert keys(kept) == keys(messages.plurals(fresh))
    one, many = next(message.id for message in fresh if isinstance(message.id, tuple))
    with translation.override("fr"):
        assert [translation.ngettext(one, many, n) for n in (0, 1, 2)] == [one, one, many]
    with translation.override("en"):
        assert translation.ngettext(one, many, 0) == translation.ngettext(one, many, 2)


def texts(value):
    return [value] if isinstance(value, str) else list(value or [""])
