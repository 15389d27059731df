"""The generator and the figures do not see each other: else the proof would prove nothing."""

import ast

from tests.architecture.test_house import SOURCE


def imports(package):
    for path in sorted((SOURCE / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((path, f"{node.module}.{alias.name}") for alias in node.names)


def test_the_generator_never_reads_a_formula():
    """Of the observatory, `scenario` knows the frames and where to write them."""
    allowed = ("maillage.observatory.vocabulary", "maillage.observatory.store")
    seen = [name for _, name in imports("scenario") if name.startswith("maillage.observatory")]
    assert seen
    assert not [name for name in seen if not name.startswith(allowed)]


def test_the_observatory_never_reads_what_was_planted():
    assert not [name for _, name in imports("observatory") if name.startswith("maillage.scenario")]


def test_the_model_is_pure_arrays():
    """Neither Django nor our own statistics where partnerships are drawn."""
    drawn = ("model", "columns")
    found = [
        (path.name, name)
        for path, name in imports("scenario")
        if "services" not in path.parts and path.name != "cli.py"
        if name.startswith(("django", "maillage.science"))
    ]
    assert not found
    assert all((SOURCE / "scenario" / room).is_dir() for room in drawn)
