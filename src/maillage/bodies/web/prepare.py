"""Preparing one meeting: its agenda, its convocations and their answers; the coordinator runs it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Meeting
from maillage.bodies.rules import convening as rules
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import convening as selectors
from maillage.bodies.selectors import meetings, record
from maillage.bodies.services import convocations as services
from maillage.bodies.vocabulary import Answer, ItemOutcome
from maillage.bodies.web.forms.meetings import ConveneForm
from maillage.bodies.web.meetings import STATES, known_meeting
from maillage.bodies.web.minutes import FORMATS
from maillage.bodies.web.pages import READERS, sent
from maillage.bodies.web.record import journey, stage
from maillage.kernel import Role, access
from maillage.ui.downloads import file_answer
from maillage.ui.sending import told

ANSWERS = {
    Answer.AWAITED.value: "open", Answer.COMING.value: "", Answer.DEPUTY.value: "part",
    Answer.EXCUSED.value: "no",
}  # fmt: skip


@access(*READERS)
@require_safe
def prepare(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """The agenda, the state of the convocations, the answers by institution."""
    row, now = known_meeting(request, meeting), timezone.now()
    runs, open_ = visibility.may_run(request.actor), row.state in rules.PREPARED
    restricted = record.reads_restricted(actor=request.actor, meeting=row, on=selectors.local(row).date())
    items = meetings.agenda(row, restricted=restricted)
    kept = [one for one in items if one.outcome != ItemOutcome.WITHDRAWN]
    called = selectors.to_call(row) if open_ else []
    gone = {one.seat.pk for one in called if one.left}
    convocations = [one for one in selectors.of_meeting(row) if one.seat_id not in gone]
    context = {
        "meeting": row, "now": now, "runs": runs, "open": open_, "states": STATES, "answers": ANSWERS,
        "items": items, "kept": len(kept), "minutes": sum(one.minutes_planned or 0 for one in kept),
        "notice": selectors.notice_of(row, now) if open_ and row.starts_at > now else None,
        "convocations": [one for one in convocations if one.person_id],
        "vacant": [one for one in convocations if not one.person_id],
        "left": [one for one in called if one.left],
        "counts": selectors.counts(convocations), "silent": len(selectors.silent(convocations)),
        "mine": selectors.answering_for(convocations, request.actor.institutions),
        "answering": rules.may_answer(state=row.state, starts_at=row.starts_at, now=now),
        "may_propose": open_ and request.actor.holds(*visibility.MEMBERS),
        "steps": journey(), "step": stage(row),
    }  # fmt: skip
    if runs and open_:
        context |= {"called": called, "waiting": sum(one.waits for one in called),
                    "carried": meetings.to_carry(row)}  # fmt: skip
    return render(request, "bodies/prepare.html", context)


@access(Role.COORDINATOR)
def convene(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Look at who is convened, then send."""
    row, now = known_meeting(request, meeting), timezone.now()
    if row.state not in rules.PREPARED:
        messages.error(request, _("Cette réunion ne se convoque plus."))
        return redirect("bodies:prepare", partnership, meeting)
    called = selectors.to_call(row)
    notice = selectors.notice_of(row, now)
    form = ConveneForm(request.POST or None, initial={"revision": row.revision})
    if notice.on_time:
        del form.fields["late"]
    made = sent(request, form, lambda: _convene(request, form, row), row=row)
    if made is not None:
        return _convened(request, row, made)
    waiting = [one for one in called if one.waits]
    context = {
        "meeting": row, "called": called, "waiting": waiting, "notice": notice, "form": form,
        "sending": sum(one.means == selectors.BY_MAIL for one in waiting),
        "paper": sum(one.means == selectors.BY_PAPER for one in waiting),
        "vacant": sum(one.means == selectors.VACANT for one in called),
        "items": meetings.agenda(row, restricted=True),
    }  # fmt: skip
    return render(request, "bodies/convene.html", context)


def _convene(request: WorkspaceRequest, form: ConveneForm, row: Meeting) -> services.Convened:
    data = form.cleaned_data
    return services.convene(
        actor=request.actor, meeting=row, seen=data["revision"], now=timezone.now(),
        late_accepted=data.get("late", False),
    )  # fmt: skip


def _convened(request: WorkspaceRequest, row: Meeting, made: services.Convened) -> HttpResponse:
    if made.nothing:
        messages.info(request, _("Les convocations étaient déjà parties : rien n'est envoyé deux fois."))
    else:
        said = ngettext("%(n)s message est prêt à partir.", "%(n)s messages sont prêts à partir.", made.sent)
        words = said % {"n": made.sent}
        if made.paper:
            paper = ngettext("%(n)s convocation est à imprimer.", "%(n)s convocations sont à imprimer.",
                             made.paper)  # fmt: skip
            words += " " + paper % {"n": made.paper}
        messages.success(request, words)
    return redirect("bodies:prepare", request.workspace.key, row.pk)


@access(Role.COORDINATOR)
@require_POST
def remind(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Ask once more those who have not answered."""
    row = known_meeting(request, meeting)
    count = told(
        request,
        lambda: services.remind_silent(actor=request.actor, meeting=row, now=timezone.now()),
        _("Les personnes sans réponse sont relancées, une fois par jour au plus."),
    )
    if count == 0:
        messages.info(request, _("Aucun message : chacun a répondu, ou a déjà été relancé aujourd'hui."))
    return redirect("bodies:prepare", partnership, meeting)


@access(Role.COORDINATOR)
@require_POST
def send_agenda(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Send the agenda as it stands to those who were convened."""
    row = known_meeting(request, meeting)
    count = told(
        request,
        lambda: services.send_agenda(actor=request.actor, meeting=row, now=timezone.now()),
        _("L'ordre du jour part vers les personnes convoquées qui ne l'ont pas reçu ainsi."),
    )
    if count == 0:
        messages.info(request, _("Aucun message : chacun a déjà reçu cet ordre du jour."))
    return redirect("bodies:prepare", partnership, meeting)


@access(Role.COORDINATOR)
@require_safe
def paper(
    request: WorkspaceRequest, partnership: str, meeting: int, which: str, file_format: str
) -> HttpResponse:
    """The convocations on paper: those without an address, or all."""
    row = known_meeting(request, meeting)
    if file_format not in FORMATS or which not in ("sans-adresse", "toutes"):
        raise Http404("document inconnu")
    called = [one for one in selectors.to_call(row) if one.person]
    kept = [one for one in called if which == "toutes" or one.means == selectors.BY_PAPER]
    if not kept:
        messages.info(request, _("Toutes les personnes convoquées ont une adresse : rien n'est à imprimer."))
        return redirect("bodies:prepare", partnership, meeting)
    items = meetings.agenda(row, restricted=True)
    today = meetings.today_there(request.workspace)
    written = import_string(settings.CONVOCATION_DOCUMENTS)(row, kept, items, today, file_format)
    name = f"convocations-{selectors.local(row).date().isoformat()}-{which}.{file_format}"
    return file_answer(name, written)
