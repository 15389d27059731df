"""Many territories: a département for its préfecture, the national view, the agreement to be named."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import Request, WorkspaceRequest
from maillage.kernel import BadInput, Role, access
from maillage.observatory.selectors import many as selectors
from maillage.observatory.services import naming
from maillage.observatory.web import many_words as words
from maillage.territory import selectors as territory
from maillage.ui.replay import reference_day


@access()
@require_safe
def boards(request: Request) -> HttpResponse:
    """The boards this person may open."""
    today = timezone.localdate()
    found = selectors.departements_of(user=request.user, on=today)
    places = [(code, territory.facts(f"dep:{code}"), n) for code, n in sorted(found.items())]
    national = selectors.may_read_national(user=request.user, on=today)
    if not places and not national:
        raise Http404("aucun tableau")
    return render(request, "observatory/many/boards.html", {"places": places, "national": national})


@access()
@require_safe
def departement(request: Request, code: str) -> HttpResponse:
    """The board of one département, for who holds the role of préfecture in one of its partnerships."""
    if code not in selectors.departements_of(user=request.user, on=timezone.localdate()):
        raise Http404("aucun tableau de ce département")
    place = territory.facts(f"dep:{code}")
    try:
        day = reference_day(request)
    except BadInput as error:
        return _refused(request, error, reverse("many:departement", args=[code]))
    today = timezone.localdate()
    lines = selectors.lines(user=request.user, code=code, on=day, today=today)
    board = selectors.board(scope=f"dep:{code}", on=day)
    context = {
        "place": place, "code": code, "day": day, "lines": lines, "lead": words.lead(lines),
        **words.shown(board), "replayed": day != today,
    }  # fmt: skip
    return render(request, "observatory/many/departement.html", context)


@access()
@require_safe
def national(request: Request) -> HttpResponse:
    """The national view of this installation: aggregates, never a name that did not agree."""
    if not selectors.may_read_national(user=request.user, on=timezone.localdate()):
        raise Http404("aucune vue nationale")
    try:
        day = reference_day(request)
    except BadInput as error:
        return _refused(request, error, reverse("many:national"))
    board = selectors.board(scope=selectors.NATIONAL, on=day)
    context = {
        "day": day, **words.shown(board), "references": words.REFERENCES,
        "received": [words.elsewhere(row) for row in selectors.received(on=day)],
        "named": selectors.named(), "replayed": day != timezone.localdate(),
    }  # fmt: skip
    return render(request, "observatory/many/national.html", context)


def _refused(request: Request, error: BadInput, back: str) -> HttpResponse:
    return render(request, "observatory/many/refused.html", {"error": error, "back": back}, status=400)


class NamingForm(forms.Form):
    """Who decided that the partnership may be named."""

    decided_by = forms.CharField(
        label=gettext_lazy("Décidé par"), max_length=200,
        help_text=gettext_lazy("Par exemple : la formation plénière du 12 mars 2026."),
    )  # fmt: skip


@access(Role.COORDINATOR, Role.MAYOR)
def agreement(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Say whether the partnership agrees to be named beside its figures, and take it back."""
    form = NamingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        naming.agree(
            actor=request.actor, partnership=request.workspace, decided_by=form.cleaned_data["decided_by"],
            on=timezone.localdate(),
        )  # fmt: skip
        messages.success(request, _("L'accord est noté."))
        return redirect("observatory:agreement", partnership)
    context: dict[str, Any] = {
        "form": form, "agreement": selectors.agreement(partnership=request.workspace),
    }  # fmt: skip
    return render(request, "observatory/many/agreement.html", context)


@access(Role.COORDINATOR, Role.MAYOR)
@require_POST
def take_back(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The agreement is taken back."""
    naming.take_back(actor=request.actor, partnership=request.workspace, on=timezone.localdate())
    messages.success(request, _("L'accord est retiré : le partenariat n'est plus nommé."))
    return redirect("observatory:agreement", partnership)
