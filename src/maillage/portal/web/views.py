"""Pages across domains: the partnerships, a workspace's first page, its members, colours and journal."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.paginator import Paginator
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
from maillage.institutions.models import Partnership
from maillage.institutions.vocabulary import PartnershipKind
from maillage.kernel import BadInput, Role, access
from maillage.observatory.selectors.many import READERS
from maillage.portal import selectors, services
from maillage.portal.web.forms import AppearanceForm, LinkForm, MemberForm, OpenForm, digest_form
from maillage.territory import selectors as territory
from maillage.ui import theme as themes

PER_PAGE = 100


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
    rows = list(accounts.memberships(user=request.user, on=timezone.localdate()))
    many = any(row.role in {role.value for role in READERS} for row in rows)
    return render(request, "portal/home.html", {"memberships": rows, "many": many})


@access()
@require_safe
def account(request: Request) -> HttpResponse:
    """One's own account: how one signs in, and the roles one holds."""
    rows = accounts.memberships(user=request.user, on=timezone.localdate())
    context = {
        "memberships": [(row, digest_form(row)) for row in rows], "second": is_mfa_enabled(request.user),
    }  # fmt: skip
    return render(request, "portal/account.html", context)


@access()
def open_partnership(request: Request) -> HttpResponse:
    """Open a territory's partnership: find the commune, see what the law asks there, open."""
    if request.method == "POST":
        return _open(request)
    text = request.GET.get("q", "").strip()
    known = selectors.opening(place=request.GET.get("place", text), on=timezone.localdate())
    if known:
        form = OpenForm(initial={"place": known["facts"].code, "kind": known["kind"].value})
        return render(request, "portal/open.html", known | {"form": form})
    return _find(request, text)


def _find(request: Request, text: str, error: str = "") -> HttpResponse:
    found = territory.search(text) if text else []
    if len(found) == 1 and not error:
        return redirect(f"{request.path}?place={found[0].code}")
    return render(request, "portal/find.html", {"q": text, "found": found, "error": error})


def _open(request: Request) -> HttpResponse:
    form, today = OpenForm(request.POST), timezone.localdate()
    known = selectors.opening(place=form.data.get("place", "").strip(), on=today)
    if form.is_valid():
        try:
            row = services.open_workspace(
                actor=request.actor, place=form.cleaned_data["place"].strip(),
                kind=PartnershipKind(form.cleaned_data["kind"]), on=today,
            )  # fmt: skip
            messages.success(request, _("%(name)s est ouvert ; vous le coordonnez.") % {"name": row.name})
            return redirect("portal:workspace", row.key)
        except BadInput as error:
            if known is None:
                return _find(request, form.cleaned_data["place"], str(error))
            form.add_error("kind", str(error))
    return render(request, "portal/open.html", (known or {}) | {"form": form})


@access(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_safe
def members(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Who holds which role here."""
    return _members(request, MemberForm(partnership=_directory(request)))


def _directory(request: WorkspaceRequest) -> Partnership | None:
    """Whose directory may be read: a technical administrator gives roles, and reads no name."""
    return request.workspace if request.actor.holds(Role.COORDINATOR) else None


@access(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def add_member(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Give a role."""
    form = MemberForm(request.POST, partnership=_directory(request))
    if form.is_valid():
        data: dict[str, Any] = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        try:
            row = services.add_member(
                actor=request.actor, partnership=request.workspace, on=timezone.localdate(), **data
            )
            words = _("%(name)s est maintenant « %(role)s ».") % {"name": row.user.name, "role": _(row.label)}
            messages.success(request, words)
            return redirect("portal:members", partnership)
        except BadInput as error:
            form.add_error("email", str(error))
    return _members(request, form)


def _members(request: WorkspaceRequest, form: MemberForm) -> HttpResponse:
    rows = accounts.members(partnership=request.workspace, on=timezone.localdate())
    return render(request, "portal/members.html", {
        "members": rows, "form": form, "may_link": _directory(request) is not None,
    })  # fmt: skip


@access(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def withdraw(request: WorkspaceRequest, partnership: str, membership: int) -> HttpResponse:
    """Withdraw a role."""
    row = get_object_or_404(Membership, pk=membership, partnership=request.workspace, end__isnull=True)
    try:
        account_services.withdraw_role(actor=request.actor, membership=row, on=timezone.localdate())
        words = _("%(name)s n'est plus « %(role)s ».") % {"name": row.user.name, "role": _(row.label)}
        messages.success(request, words)
    except BadInput as error:
        messages.error(request, str(error))
    return redirect("portal:members", partnership)


@access(Role.COORDINATOR)
def link(request: WorkspaceRequest, partnership: str, membership: int) -> HttpResponse:
    """Say in whose name a role is held."""
    row = get_object_or_404(Membership, pk=membership, partnership=request.workspace, end__isnull=True)
    form = LinkForm(
        request.POST or None, partnership=request.workspace,
        initial={"institution": row.institution_id, "person": row.person_id},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            account_services.link_role(actor=request.actor, membership=row, **form.cleaned_data)
            return redirect("portal:members", partnership)
        except BadInput as error:
            form.add_error(None, str(error))
    return render(request, "portal/link.html", {"form": form, "membership": row})


@access(Role.COORDINATOR)
def appearance(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The town's colours and mark."""
    here = request.workspace
    form = AppearanceForm(
        request.POST or None, request.FILES or None, initial={"hue": here.hue, "chroma": here.chroma}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _dress(request, form):
        messages.success(request, _("Les couleurs et le logo sont appliqués à toutes les pages."))
        return redirect("portal:appearance", partnership)
    measured = themes.measured(here.hue, here.chroma)
    return render(request, "portal/appearance.html", {"form": form, "measured": measured})


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
    rows = audit.entries(partnership=request.workspace.key)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "portal/journal.html", {"page": page, "entries": selectors.journal_lines(list(page))}
    )
