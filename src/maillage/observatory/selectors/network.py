"""What the network needs of one partnership: its frames of records, and how its institutions are called."""

from collections.abc import Mapping

import polars as pl
from django.db.models import Q

from maillage.institutions.models import Institution, Partnership
from maillage.observatory.selectors.frames import READERS

READ = (
    "partnerships", "institutions", "attendance", "decisions", "commitments", "sheets", "data_requests", "transmissions",
    "costs", "contacts", "seats",
)  # fmt: skip


def frames(*, partnership: Partnership) -> Mapping[str, pl.DataFrame]:
    """The frames of records of one partnership that its network is made of."""
    return {name: READERS[name]([partnership.pk]) for name in READ}


def institutions(*, partnership: Partnership) -> dict[int, Institution]:
    """The institutions of the directory by id, those put away too: they may have been there on a past day."""
    rows = Institution.objects.filter(partnership=partnership, merged_into=None)
    return {row.pk: row for row in rows.order_by("name", "pk")}


def asked(*, partnership: Partnership) -> list[Institution]:
    """The institutions that may be asked of their ties: neither put away nor merged."""
    live = Q(merged_into=None) & Q(archived_on=None)
    return list(Institution.objects.filter(live, partnership=partnership).order_by("name", "pk"))
