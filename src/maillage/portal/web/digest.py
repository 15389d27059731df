"""The weekly message: chosen from one's account, stopped there or by the link that each message carries."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maillage.accounts import selectors as accounts
from maillage.accounts import services as account_services
from maillage.accounts.models import Request
from maillage.kernel import BadInput, access
from maillage.portal import services
from maillage.portal.selectors import digest
from maillage.portal.web.forms import DigestForm


@access()
@require_POST
def choose(request: Request, membership: int) -> HttpResponse:
    """The day of the message for one of one's own roles, or never."""
    today, form = timezone.localdate(), DigestForm(request.POST)
    row = get_object_or_404(accounts.memberships(user=request.user, on=today), pk=membership)
    if not form.is_valid():
        messages.error(request, _("Choisissez un jour de la liste, ou « Jamais »."))
        return redirect("portal:account")
    day = form.term()
    try:
        account_services.choose_digest(actor=request.actor, membership=row, day=day, on=today)
    except BadInput as error:
        messages.error(request, str(error))
        return redirect("portal:account")
    said = _("Le point de la semaine vous sera envoyé le %(day)s.") % {"day": _(day.label)} if day else ""
    messages.success(request, said or _("Vous ne recevrez plus le point de la semaine."))
    return redirect("portal:account")


@access(public=True)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """Stop the message by its link, without login: reading the page changes nothing, the button does."""
    try:
        _user, here = digest.open_link(link)
        done = request.method == "POST"
        if done:
            services.stop(link=link)
    except BadInput as fault:
        return render(request, "portal/stop_digest.html", {"fault": str(fault)}, status=410)
    return render(request, "portal/stop_digest.html", {"here": here, "done": done})
