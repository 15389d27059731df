"""The documentation is held by the code: each command, option, variable and role is there; no dead link."""

import re
from pathlib import Path

import pytest
import typer.main

from maillage.kernel import Role
from maillage.site.cli import assembly

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
READ = re.compile(r"""(?:env\.\w+|environ\.get|environ)\s*[(\[]\s*"([A-Z][A-Z_]+)\"""")
NOT_OURS = {"LOCALAPPDATA", "XDG_DATA_HOME", "DJANGO_SETTINGS_MODULE"}
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def commands():
    """Each command with the options one may type."""
    root = typer.main.get_command(assembly.build(["--help"]))
    for name, command in root.commands.items():
        inner = getattr(command, "commands", None)
        for full, one in (
            [(f"{name} {sub}", two) for sub, two in inner.items()] if inner else [(name, command)]
        ):
            shown = [row for row in one.params if not getattr(row, "hidden", False)]
            yield (
                full,
                sorted({opt for row in shown for opt in row.opts if opt.startswith("--")} - {"--help"}),
            )


@pytest.mark.parametrize(
    ("name", "options"), sorted(commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_and_option_is_documented(name, options):
    text = (DOCS / "reference" / "commandes.md").read_text("utf-8")
    section = re.search(rf"^### `maillage {re.escape(name)}\b.*?(?=^##|\Z)", text, re.S | re.M)
    assert section, f"maillage {name}"
    assert not [option for option in options if option not in section[0]]


def test_no_command_is_documented_that_does_not_exist():
    text = (DOCS / "reference" / "commandes.md").read_text("utf-8")
    written = {
        re.sub(r" [A-Z\[-].*", "", title) for title in re.findall(r"^### `maillage ([^`]+)`", text, re.M)
    }
    assert written == {name for name, _ in commands()}


def test_every_variable_is_documented():
    text = (DOCS / "reference" / "variables.md").read_text("utf-8")
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    used = set(READ.findall(code)) - NOT_OURS
    assert "MAILLAGE_HOME" in used
    assert used == set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.M))


def test_every_role_is_documented():
    text = (DOCS / "reference" / "roles.md").read_text("utf-8")
    assert not [role.label for role in Role if f"| {role.label} |" not in text]


@pytest.mark.parametrize(
    "path", sorted([ROOT / "README.md", *DOCS.rglob("*.md")]), ids=lambda path: path.name
)
def test_links_lead_somewhere(path):
    broken = [link for link in LINK.findall(path.read_text("utf-8")) if not (path.parent / link).exists()]
    assert not broken
