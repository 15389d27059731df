"""Every published method has its card, and no card names a method that does not exist."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from maillage import science

CARDS = Path(__file__).parents[2] / "docs" / "reference" / "methodes"
NAMED = re.compile(r"`([a-z_]+\.[a-z_]+)`")


def methods():
    modules = [import_module(found.name) for found in walk_packages(science.__path__, "maillage.science.")]
    named = [vars(module)[name] for module in modules for name in vars(module) if name.startswith("METHOD")]
    return [name for name in named if isinstance(name, str)]


def test_every_method_is_on_a_card():
    told = set()
    for card in CARDS.glob("*.md"):
        told |= set(NAMED.findall(card.read_text(encoding="utf-8")))
    ours = {name.split(".")[0] for name in methods()}
    assert {name for name in told if name.split(".")[0] in ours} == set(methods())


def test_every_card_says_what_it_does_not_say_and_its_sources():
    for card in CARDS.glob("*.md"):
        text = card.read_text(encoding="utf-8")
        if card.name != "README.md":
            assert "**Ce que cela ne dit pas.**" in text, card.name
            assert "**Sources.**" in text, card.name
            assert card.name in (CARDS / "README.md").read_text(encoding="utf-8")


def test_method_names_are_unique():
    assert len(set(methods())) == len(methods())
