"""Pages across domains: the partnerships, a workspace's first page, its members, colours and journal."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts import selectors as accounts
from maillage.accounts import services as account_services
from maillage.accounts.models import Membership, Request, WorkspaceRequest
from maillage.audit import journal as audit
from maillage.institutions import services as institutions
from maillage.institutions.vocabulary import PartnershipKind
from maillage.kernel import BadInput, Role, access
from maillage.portal import selectors, services
from maillage.portal.web.forms import AppearanceForm, MemberForm, OpenForm
from maillage.ui import theme as themes


@access(public=True)
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The server answers; nothing about its content."""
    return HttpResponse("ok", content_type="text/plain")


@access(public=True)
@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """How each figure is computed."""
    return render(request, "portal/methods.html", {"cards": selectors.method_cards()})


@access(public=True)
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "portal/accessibility.html")


@access(public=True)
@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is kept about the people who use Maillage."""
    return render(request, "portal/personal_data.html")


@access()
@require_safe
def home(request: Request) -> HttpResponse:
    """My partnerships."""
    rows = accounts.memberships(user=request.user, on=timezone.localdate())
    return render(request, "portal/home.html", {"memberships": list(rows)})


@access()
def open_partnership(request: Request) -> HttpResponse:
    """Open a territory's partnership."""
    form = OpenForm(request.POST or None, initial={"place": request.GET.get("place", "")})
    if request.method == "POST" and form.is_valid():
        try:
            row = services.open_workspace(
                actor=request.actor, place=form.cleaned_data["place"].strip(),
                kind=PartnershipKind(form.cleaned_data["kind"]), on=timezone.localdate(),
            )  # fmt: skip
            return redirect("portal:workspace", row.key)
        except BadInput as error:
            form.add_error("place", str(error))
    return render(request, "portal/open.html", {"form": form})


@access()
@require_safe
def workspace(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The first page of a partnership: what comes next."""
    today = timezone.localdate()
    return render(
        request, "portal/workspace.html", selectors.first_page(partnership=request.workspace, on=today)
    )


@access(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_safe
def members(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Who holds which role here."""
    return _members(request, MemberForm())


@access(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def add_member(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Give a role."""
    form = MemberForm(request.POST)
    if form.is_valid():
        data: dict[str, Any] = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        try:
            services.add_member(
                actor=request.actor, partnership=request.workspace, on=timezone.localdate(), **data
            )  # fmt: skip
            return redirect("portal:members", partnership)
        except BadInput as error:
            form.add_error("email", str(error))
    return _members(request, form)


def _members(request: WorkspaceRequest, form: MemberForm) -> HttpResponse:
    rows = accounts.members(partnership=request.workspace, on=timezone.localdate())
    return render(request, "portal/members.html", {"members": rows, "form": form})


@access(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def withdraw(request: WorkspaceRequest, partnership: str, membership: int) -> HttpResponse:
    """Withdraw a role."""
    row = get_object_or_404(Membership, pk=membership, partnership=request.workspace, end__isnull=True)
    account_services.withdraw_role(actor=request.actor, membership=row, on=timezone.localdate())
    return redirect("portal:members", partnership)


@access(Role.COORDINATOR)
def appearance(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The town's colours and mark."""
    here = request.workspace
    form = AppearanceForm(
        request.POST or None, request.FILES or None, initial={"hue": here.hue, "chroma": here.chroma}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _dress(request, form):
        return redirect("portal:appearance", partnership)
    return render(request, "portal/appearance.html", {"form": form})


def _dress(request: WorkspaceRequest, form: AppearanceForm) -> bool:
    data, file = form.cleaned_data, form.cleaned_data["mark"]
    try:
        institutions.dress(
            actor=request.actor,
            partnership=request.workspace,
            hue=data["hue"],
            chroma=data["chroma"],
            colour=data["colour"],
            mark=file.read() if file else None,
            mark_type=file.content_type if file else "",
        )
    except BadInput as error:
        form.add_error(None, str(error))
        return False
    return True


@access(*Role)
@require_safe
def theme(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The town's tokens, as a stylesheet: the security policy forbids inline styles."""
    here = request.workspace
    return HttpResponse(themes.stylesheet(here.hue, here.chroma), content_type="text/css")


@access(*Role)
@require_safe
def mark(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The town's mark."""
    here = request.workspace
    if not here.mark:
        return HttpResponse(status=404)
    return HttpResponse(bytes(here.mark), content_type=here.mark_type)


@access(Role.COORDINATOR, Role.DPO)
@require_safe
def journal(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The acts of this partnership, newest first."""
    entries = audit.recent(partnership=request.workspace.key)
    return render(request, "portal/journal.html", {"entries": entries, "title": _("Journal")})
