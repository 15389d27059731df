"""How institutions are called on the pages and in the files of the network: by name, or by a number."""

from collections import Counter
from collections.abc import Iterable

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from maillage.accounts.models import WorkspaceRequest
from maillage.observatory.indicators.network_rows import Names
from maillage.observatory.selectors import network as selectors
from maillage.observatory.vocabulary import Alias
from maillage.observatory.web import pages

FEWEST = 3  # institutions of a college under which the college would tell which one it is


def names(request: WorkspaceRequest, shown: Iterable[int]) -> Names:
    """The institutions of the directory by id; numbered for a researcher, who reads no name.

    `shown`: those of the graph, should one not be in the directory any more. The numbers follow neither
    the alphabet nor the ids of records, and are the same on every page and in every file while the
    directory stays.
    """
    known = selectors.institutions(partnership=request.workspace)
    if pages.reads_names(request):
        return known
    colleges = Counter(row.college for row in known.values())
    return {
        pk: Alias(
            number, _("institution %(n)d") % {"n": number},
            known[pk].college if pk in known and colleges[known[pk].college] >= FEWEST else "",
        )
        for number, pk in enumerate(sorted({*known, *shown}, key=_shuffled), 1)
    }  # fmt: skip


def _shuffled(pk: int) -> str:
    """A place that only this installation can tell."""
    return salted_hmac("observatory.aliases", str(pk), algorithm="sha256").hexdigest()
