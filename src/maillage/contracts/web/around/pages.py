"""What these pages share: who reads, who declares, one form a page, and the two buttons of every row."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.selectors.names import weigher
from maillage.contracts.selectors import around as selectors
from maillage.contracts.services.around import acts, agreements, plans
from maillage.kernel import Role, access
from maillage.ui import sending
from maillage.ui.forms import number
from maillage.ui.sending import found, told
from maillage.ui.single import show

Made = TypeVar("Made")
READERS = (
    Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR, Role.RESEARCHER, Role.DPO,
)  # fmt: skip
DECLARING = (Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR)


def sent(
    request: WorkspaceRequest, form: forms.Form, change: Callable[[], Made], *, row: Any = None
) -> Made | None:
    """What a posted form made, its words weighed; None when it is to be shown again."""
    return sending.sent(request, form, change, row, weigh=partial(weigher, partnership=request.workspace))


def one_form(
    request: WorkspaceRequest, form: forms.Form, change: Callable[[], Made], *, back: str, done: str,
    row: Any = None, **words: Any,
) -> HttpResponse:  # fmt: skip
    """The page of one form: shown, or sent and then back with the words `done`."""
    if sent(request, form, change, row=row) is not None:
        messages.success(request, done)
        return redirect(back)
    return show(request, form, back=back, where=request.workspace, **words)


def seen(request: WorkspaceRequest) -> int:
    """The revision that the reader of a button saw; one that nobody saw when it is not said."""
    revision = number(request.POST.get("revision"))
    return -1 if revision is None else revision


WITHDRAW: dict[str, Callable[..., Any]] = {
    "convention": lambda row, **given: agreements.withdraw_agreement(agreement=row, **given),
    "acte": lambda row, **given: acts.withdraw_act(dated_act=row, **given),
    "contrepartie": lambda row, **given: acts.withdraw_counterpart(counterpart=row, **given),
    "plan": lambda row, **given: plans.withdraw_plan(plan=row, **given),
    "priorite": lambda row, **given: plans.withdraw_priority(priority=row, **given),
    "bilan": lambda row, **given: plans.withdraw_review(review=row, **given),
}
PUT_BACK: dict[str, Callable[..., Any]] = {
    "convention": lambda row, **given: agreements.put_back_agreement(agreement=row, **given),
    "acte": lambda row, **given: acts.put_back_act(dated_act=row, **given),
    "contrepartie": lambda row, **given: acts.put_back_counterpart(counterpart=row, **given),
    "plan": lambda row, **given: plans.put_back_plan(plan=row, **given),
    "priorite": lambda row, **given: plans.put_back_priority(priority=row, **given),
    "bilan": lambda row, **given: plans.put_back_review(review=row, **given),
}
COORDINATED = WITHDRAW.keys() - {"contrepartie"}


def _back(request: WorkspaceRequest, kind: str, row: Any) -> str:
    here = request.workspace.key
    if kind == "convention":
        return reverse("contracts:agreement", args=[here, row.pk])
    if kind in ("plan", "priorite", "bilan"):
        return reverse("contracts:plan", args=[here, row.pk if kind == "plan" else row.plan_id])
    return reverse("contracts:around", args=[here])


def _withdraw(request: WorkspaceRequest, kind: str, pk: int) -> HttpResponse:
    row = found(selectors.kept(partnership=request.workspace, kind=kind, pk=pk))
    told(
        request,
        lambda: WITHDRAW[kind](row, actor=request.actor, seen=seen(request), on=timezone.localdate()),
        _("C'est retiré. La ligne reste lisible, ne compte plus, et peut être remise."),
    )
    return redirect(_back(request, kind, row))


def _put_back(request: WorkspaceRequest, kind: str, pk: int) -> HttpResponse:
    row = found(selectors.kept(partnership=request.workspace, kind=kind, pk=pk))
    told(
        request, lambda: PUT_BACK[kind](row, actor=request.actor, seen=seen(request)),
        _("C'est remis : la ligne compte de nouveau."),
    )  # fmt: skip
    return redirect(_back(request, kind, row))


@access(Role.COORDINATOR)
@require_POST
def withdraw(request: WorkspaceRequest, partnership: str, kind: str, pk: int) -> HttpResponse:
    """Withdraw a row that the coordinator keeps."""
    if kind not in COORDINATED:
        raise Http404("genre inconnu")
    return _withdraw(request, kind, pk)


@access(Role.COORDINATOR)
@require_POST
def put_back(request: WorkspaceRequest, partnership: str, kind: str, pk: int) -> HttpResponse:
    """Put such a row back."""
    if kind not in COORDINATED:
        raise Http404("genre inconnu")
    return _put_back(request, kind, pk)


@access(*DECLARING)
@require_POST
def withdraw_counterpart(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Take back what one's institution declared."""
    return _withdraw(request, "contrepartie", pk)


@access(*DECLARING)
@require_POST
def put_back_counterpart(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Put such a declaration back."""
    return _put_back(request, "contrepartie", pk)
