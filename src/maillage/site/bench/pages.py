"""`bench pages`: the main pages with one partnership in the base, then with 1 000 as busy as it."""

from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from maillage.site.bench.measure import Measure, apart, set_up_django

NAME = "pages"
YEAR = 2026
MANY = 1_000
REPEATS = 21
ROUNDS = 3  # each base measured in turn, so that a slow moment of the machine falls on both
PAGES = (
    "portal:workspace", "portal:this_month", "institutions:directory", "bodies:bodies", "bodies:body",
    "bodies:meetings", "bodies:meeting", "bodies:commitments", "bodies:decisions", "bodies:mine",
    "contracts:contracts", "contracts:contract", "contracts:sheets", "contracts:sheet", "contracts:calendar",
    "contracts:readiness", "funding:requests", "funding:request", "funding:spread", "funding:campaigns",
)  # fmt: skip
OF_ONE = {
    "bodies:body": ("bodies", "Body"), "bodies:meeting": ("bodies", "Meeting"),
    "contracts:sheet": ("contracts", "ActionSheet"), "funding:request": ("funding", "GrantRequest"),
    **{
        f"contracts:{name}": ("contracts", "Contract")
        for name in ("contract", "sheets", "calendar", "readiness")
    },
}  # fmt: skip


def run(folder: Path, *, partnerships: int = MANY, rounds: int = ROUNDS, repeats: int = REPEATS) -> Measure:
    """Median milliseconds of the main pages; `ratio` many over one (1.2 at most).

    `agreement`: how many pages changed their number of queries (none is allowed to).
    """
    sides = {"one": folder / "one", "many": folder / "many"}
    for name, home in sides.items():
        home.mkdir()
        apart(__name__, "prepare", home, partnerships=1 if name == "one" else partnerships)
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, home in sides.items():
            found[name].append(apart(__name__, "visit", home, repeats=repeats))
    return _measure(found, partnerships)


def _measure(found: dict[str, list[dict[str, Any]]], partnerships: int) -> Measure:
    times = {
        name: {page: median(one["times"][page] for one in rounds) for page in PAGES}
        for name, rounds in found.items()
    }
    one, many = (median(times[name].values()) for name in ("one", "many"))
    queries = [found[name][0]["queries"] for name in ("one", "many")]
    more = {
        "partnerships": partnerships,
        "rows": found["many"][0]["rows"],
        "peer_name": "les mêmes pages, un seul partenariat dans la base",
        "pages": {
            page: {"one_ms": round(times["one"][page], 1), "many_ms": round(times["many"][page], 1),
                   "ratio": round(times["many"][page] / times["one"][page], 2),
                   "queries": queries[1][page]}
            for page in PAGES
        },
    }  # fmt: skip
    moved = sum(queries[0][page] != queries[1][page] for page in PAGES)
    return Measure(NAME, one, many, "ms", many / one, float(moved), more)


def prepare(folder: Path, *, partnerships: int) -> dict[str, Any]:
    """Write the base of one side."""
    set_up_django()
    from maillage.site.bench import busy

    busy.fill(YEAR)
    if partnerships > 1:
        busy.multiply(partnerships - 1)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"folder": str(folder), **busy.counts()}


def visit(folder: Path, *, repeats: int = REPEATS) -> dict[str, Any]:
    """Ask the main pages as their coordinator: median milliseconds and queries of each."""
    set_up_django()
    from django.test import Client

    from maillage.accounts.models import User
    from maillage.site.bench import busy

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email="mesure@exemple.invalid"))
    addresses = {page: _address(page) for page in PAGES}
    queries = {page: _queries(client, url) for page, url in addresses.items()}
    times: dict[str, list[float]] = {page: [] for page in PAGES}
    for _ in range(repeats):
        for page, url in addresses.items():
            start = perf_counter()
            client.get(url)
            times[page].append(1000 * (perf_counter() - start))
    return {
        "times": {page: median(values) for page, values in times.items()},
        "queries": queries, "rows": busy.counts(), "folder": str(folder), "year": date(YEAR, 1, 1).year,
    }  # fmt: skip


def _address(page: str) -> str:
    from django.apps import apps
    from django.urls import reverse

    from maillage.site.bench.busy import STRIDE

    key = "44143-clspd"
    if page not in OF_ONE:
        return reverse(page, args=[key])
    last = apps.get_model(*OF_ONE[page])._default_manager.filter(pk__lt=STRIDE).order_by("id").last()
    return reverse(page, args=[key, last.pk if last else 0])


def _queries(client: Any, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} : {answer.status_code}")
    return len(seen)
