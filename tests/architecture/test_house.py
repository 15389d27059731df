"""The house rules that a machine can check: sizes, rooms, foreign keys, who writes, who declares."""

import ast
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from maillage.site.foreign_routes import POLICIES
from maillage.site.guard import policy_of

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "maillage"
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
CONTRACTS = {
    row["id"]: row
    for row in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}
STOREYS = {
    name: level
    for level, row in enumerate(CONTRACTS["storeys"]["layers"])
    for name in row.replace("(", "").replace(")", "").replace(" ", "").split("|")
}
NO_ROOMS = {"site", "scenario", "ui", "audit", "kernel", "science", "law", "tabular"}
WRITING = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}


def functions(*, nested: bool = True) -> list[tuple[Path, ast.FunctionDef]]:
    found = []
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        nodes = ast.walk(tree) if nested else tree.body
        found += [(path, node) for node in nodes if isinstance(node, ast.FunctionDef)]
    return found


def test_files_stay_under_four_hundred_lines():
    long = {
        str(path.relative_to(ROOT)): n for path in FILES if (n := len(path.read_text().splitlines())) > 400
    }
    tests = {
        str(path): n
        for path in (ROOT / "tests").rglob("*.py")
        if (n := len(path.read_text().splitlines())) > 500
    }
    assert not long | tests


def test_functions_stay_under_forty_lines():
    long = [
        f"{path.relative_to(SOURCE)}:{node.name}"
        for path, node in functions()
        if node.end_lineno - node.lineno >= 40
    ]
    assert not long


def test_every_domain_package_keeps_its_rooms_in_order():
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")} - NO_ROOMS
    assert {f"maillage.{name}" for name in packages} == set(CONTRACTS["rooms"]["containers"])


def test_every_module_opens_with_a_sentence():
    silent = [
        str(path.relative_to(SOURCE))
        for path in FILES
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


def test_services_and_rules_explain_themselves():
    silent = [
        f"{path.relative_to(SOURCE)}:{node.name}"
        for path, node in functions(nested=False)
        if {"services.py", "rules.py", "indicators.py"} & {path.name}
        or {"services", "science"} & set(path.parts)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not silent


def test_foreign_keys_point_down():
    upwards = []
    for model in apps.get_models():
        here = STOREYS.get(model._meta.app_label)
        for field in model._meta.get_fields():
            if here is None or not getattr(field, "many_to_one", False) or field.auto_created:
                continue
            there = STOREYS.get(field.related_model._meta.app_label)
            if there is not None and there < here:
                upwards.append(f"{model.__name__}.{field.name}")
    assert not upwards


def test_only_services_write():
    guilty = []
    for path in FILES:
        parts = path.relative_to(SOURCE).parts
        if (
            parts[0] in ("site", "audit")
            or path.stem in ("services", "models", "store")
            or "services" in parts
        ):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in WRITING
                and ("objects" in ast.unparse(node.func) or node.func.attr.startswith("bulk_"))
            ):
                guilty.append(f"{'/'.join(parts)}:{node.lineno}")
    assert not guilty


def routes(patterns=None, prefix=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(
                pattern.url_patterns, prefix + (f"{pattern.namespace}:" if pattern.namespace else "")
            )
        elif isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or ""), pattern.callback


@pytest.mark.parametrize("name", sorted({name for name, _ in routes()}))
def test_every_route_of_ours_declares_its_policy(name):
    view = dict(routes())[name]
    ours = view.__module__.startswith("maillage.")
    assert policy_of(view) is not None or name in POLICIES or not ours


def test_library_routes_that_are_not_listed_are_refused(client, db):
    unlisted = [
        name
        for name, view in routes()
        if not view.__module__.startswith("maillage.") and name not in POLICIES
    ]
    assert "account_signup" in unlisted


def test_no_address_of_another_host_in_templates():
    outside = [
        str(path)
        for path in SOURCE.rglob("*.html")
        if any(word in path.read_text() for word in ('src="http', "src='http", 'href="http://', "@import"))
    ]
    assert not outside


def test_templates_carry_no_inline_style_nor_script():
    guilty = [
        str(path)
        for path in SOURCE.rglob("*.html")
        if any(word in path.read_text() for word in (" style=", "<style", "onclick=", "<script>"))
    ]
    assert not guilty
