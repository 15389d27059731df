"""How many queries a page asks, its session and its caches already warm."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries(client: Any, address: str) -> int:
    """The number of queries of one GET that answers 200, after a first one that warmed what is read once."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)
