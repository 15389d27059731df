"""Minutes: submitted, remarked, approved, downloaded; those that wait, for the coordinator."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Meeting, Minutes
from maillage.bodies.rules import minutes as rules
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import minutes as selectors
from maillage.bodies.services import minutes as services
from maillage.bodies.vocabulary import MinutesVersion
from maillage.bodies.web.forms.follow_up import ApproveForm, RemarkForm
from maillage.bodies.web.pages import MEMBERS, READERS, enter, sent
from maillage.kernel import Role, access
from maillage.ui.downloads import file_answer
from maillage.ui.sending import found, told
from maillage.ui.single import show
from maillage.ui.typography import french_date

FORMATS = ("pdf", "docx")
DRAFT = 0  # the number of the version that is being written


@access(Role.COORDINATOR)
@require_safe
def waiting(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The minutes to write and to have approved, the longest wait first."""
    rows = selectors.waiting(partnership=request.workspace, on=timezone.localdate())
    context = {"rows": rows, "to_approve": sum(row.submitted_on is not None for row in rows)}
    return render(request, "bodies/minutes_waiting.html", context)


@access(Role.COORDINATOR)
@require_POST
def submit(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Freeze the record as a version to be read and approved."""
    row, _restricted = enter(request, meeting)
    told(
        request,
        lambda: services.submit_minutes(actor=request.actor, meeting=row, now=timezone.now()),
        _("Le compte rendu est soumis aux membres. Il se fait approuver à la réunion suivante."),
    )
    return redirect("bodies:record", partnership, meeting)


@access(Role.COORDINATOR)
def approve(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Approve the last version: it is frozen for good."""
    row, _restricted = enter(request, meeting)
    last = found(row.minutes.select_related("meeting__body__partnership").order_by("-number").first())
    form = ApproveForm(request.POST or None, initial={"on": timezone.localdate(), "version": last.number})
    form.offer(row)
    made = sent(request, form, lambda: _approve(request, row, form))
    if made is not None:
        messages.success(request, _("Le compte rendu est approuvé : il ne se modifie plus."))
        return redirect("bodies:record", partnership, meeting)
    return show(
        request, form, title=_("Approuver le compte rendu"), submit=_("Approuver la version"),
        where=row.body.name,
        lead=_("La version %(n)s sera figée. Ensuite, seule une remarque datée la corrige.")
        % {"n": last.number},
        back=reverse("bodies:record", args=[partnership, meeting]),
    )  # fmt: skip


def _approve(request: WorkspaceRequest, row: Meeting, form: ApproveForm) -> Minutes:
    data = form.cleaned_data
    read = found(selectors.version(meeting=row, number=data["version"]))
    return services.approve_minutes(actor=request.actor, minutes=read, on=data["on"], at=data["at"])


@access(*MEMBERS)
def remark(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Say something of the last version, or of the approved one."""
    row, _restricted = enter(request, meeting)
    last = found(row.minutes.select_related("meeting__body__partnership").order_by("-number").first())
    runs = visibility.may_run(request.actor)
    form = RemarkForm(request.POST or None)
    form.offer(request.workspace, None if runs else request.actor.institutions)
    made = sent(request, form, lambda: _remark(request, last, form))
    if made is not None:
        messages.success(request, _("La remarque est jointe au compte rendu."))
        return redirect("bodies:record", partnership, meeting)
    return show(
        request, form, title=_("Faire une remarque sur le compte rendu"), submit=_("Joindre la remarque"),
        where=row.body.name, back=reverse("bodies:record", args=[partnership, meeting]),
    )  # fmt: skip


def _remark(request: WorkspaceRequest, last: Minutes, form: RemarkForm) -> Any:
    data = form.cleaned_data
    return services.remark_minutes(
        actor=request.actor, minutes=last, institution=data["institution"], words=data["words"],
        on=timezone.localdate(), nonce=data["nonce"],
    )  # fmt: skip


@access(*READERS)
@require_safe
def download(
    request: WorkspaceRequest, partnership: str, meeting: int, number: int, version: str, file_format: str
) -> HttpResponse:
    """One version, for its members or for everybody, as PDF or DOCX. Number 0 is the draft."""
    row, restricted = enter(request, meeting)
    if file_format not in FORMATS or version not in {one.value for one in MinutesVersion}:
        raise Http404("format inconnu")
    public = version == MinutesVersion.PUBLIC.value
    if not public and not restricted:
        raise Http404("version réservée")
    if public and row.body.restricted:
        raise Http404("les travaux de cette instance n'ont pas de version publique")
    content, state, digest = _content(request, row, number)
    content = rules.public(content) if public else content
    remarks = selectors.remarks(meeting=row) if number and not public else []
    said = [(one.on, one.institution.name if one.institution else "", one.words) for one in remarks]
    write = import_string(settings.MINUTES_DOCUMENTS)
    written = write(content, state, said, file_format, public=public, digest=digest)
    day = timezone.localdate(row.starts_at)
    name = f"compte-rendu-{day.isoformat()}-{version}{f'-v{number}' if number else '-projet'}.{file_format}"
    return file_answer(name, written)


def _content(request: WorkspaceRequest, row: Meeting, number: int) -> tuple[dict[str, Any], str, str]:
    """What a version says, the state written in its head, and its digest once it is frozen."""
    if number == DRAFT:
        if not visibility.may_run(request.actor):
            raise Http404("projet en cours d'écriture")
        return selectors.record(meeting=row, on=timezone.localdate()), "Projet", ""
    kept = found(selectors.version(meeting=row, number=number))
    if kept.approved_on is None:
        return selectors.content(kept), f"Projet, version {kept.number}", kept.digest
    state = f"Approuvé le {french_date(kept.approved_on)}, version {kept.number}"
    return selectors.content(kept), state, kept.digest
