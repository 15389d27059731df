"""The reference date of an address, before and after the page: read by pages that know it, refused elsewhere."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from maillage.kernel import BadInput
from maillage.site import errors
from maillage.ui import replay

READING = ("GET", "HEAD")


class Replaying:
    """Middleware, after the guard. A page that did not read the date asked for does not show another state."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        asked = replay.PARAMETER in request.GET and answer.status_code == 200
        return self._elsewhere(request) if asked and not getattr(request, "reads_past", False) else answer

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """An impossible day is named; an act bears no date of reading."""
        if replay.PARAMETER not in request.GET:
            return None
        try:
            replay.asked_day(request)
        except BadInput as fault:
            return errors.refused(request, _("Ce jour ne se relit pas"), str(fault))
        if request.method not in READING:
            advice = _("Revenez à aujourd'hui, puis recommencez : rien n'a été enregistré.")
            return errors.refused(request, _("On n'agit pas sur un jour passé"), advice)
        return None

    def _elsewhere(self, request: HttpRequest) -> HttpResponse:
        return errors.refused(
            request, _("Cette page ne se relit pas à une date passée"),
            _("Elle ne montre que l'état d'aujourd'hui : ôtez la date de son adresse."),
        )  # fmt: skip
