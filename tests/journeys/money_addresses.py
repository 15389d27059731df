"""The address of every page of money, computed from the rows there are; who opens it."""

from django.urls import reverse

from maillage.funding.models import (
    Call,
    CallPriority,
    Campaign,
    Control,
    DateChange,
    Effort,
    Fault,
    Fund,
    FundRule,
    GrantRequest,
    LinkedBody,
    Payment,
    PlanLine,
    Recovery,
)
from maillage.funding.rules.control_path import MOVES
from maillage.funding.selectors.control_pages import BY_KEEPER
from maillage.funding.vocabulary import RequestState
from maillage.funding.vocabulary.eligibility import Part

HERE = ["requests", "ask", "grants", "funds", "add_fund", "fipd_report", "plan_sheet", "campaigns",
        "open_campaign", "spread", "need", "effort", "add_effort", "links", "add_link"]  # fmt: skip
ROWS = [
    (Fund, ["fund", "edit_fund", "add_rule", "open_call"]), (FundRule, ["edit_rule"]),
    (Call, ["call", "edit_call", "add_call_priority"]), (CallPriority, ["edit_call_priority"]),
    (Payment, ["pay"]), (Campaign, ["edit_campaign", "publish_base", "withdraw_base", "report_body"]),
    (Effort, ["edit_effort"]), (LinkedBody, ["edit_link"]), (PlanLine, ["edit_line"]),
    (DateChange, ["answer_dates"]),
]  # fmt: skip
OPEN = ["request", "add_line", "give_opinion"]
GRANTED = ["request", "notify", "convention", "set_condition", "plan_payment", "ask_dates", "report",
           "receive_report", "not_done", "grant_recovery"]  # fmt: skip
ALL = {"mayor": ["requests", "funds", "grants", "fipd_report", "campaigns", "spread"],
       "prefecture": ["requests", "campaigns", "open_campaign", "spread"],
       "partner": ["requests", "ask", "grants", "funds", "my_controls"],
       "researcher": ["spread", "need"]}  # fmt: skip


def every_page(key):
    """(who, address): the pages that exist in any base, and those of the rows of this one."""

    def at(name, *args):
        return "coordinator", reverse(f"funding:{name}", args=[key, *args])

    return [
        *[at(name) for name in HERE], *[at("import_sheet", kind) for kind in ("effort", "besoin")],
        at("edit_fipd_report", 2026), *_rows(at), *_requests(at), *_controls(at),
        *[(role, reverse(f"funding:{name}", args=[key])) for role, names in ALL.items() for name in names],
    ]  # fmt: skip


def _rows(at):
    found = [(model.objects.first(), names) for model, names in ROWS]
    return [at(name, row.pk) for row, names in found if row for name in names]


def _requests(at):
    """One request of each state; every form of a draft, of a filed one and of a grant."""
    first = {row.state: row for row in GrantRequest.objects.order_by("-pk")}
    draft, filed = first.get(RequestState.DRAFT.value), first.get(RequestState.FILED.value)
    grant, order = first.get(RequestState.GRANTED.value), Recovery.objects.filter(origin="").first()
    return [
        *[at("request", row.pk) for row in first.values()],
        *[at("edit_request", draft.pk, part.value) for part in Part if draft],
        *[at(name, draft.pk) for name in OPEN if draft],
        *[at("step", draft.pk, word) for word in ("valider", "retirer") if draft],
        *[at(name, filed.pk) for name in ("decide", "give_opinion") if filed],
        *[at("step", filed.pk, word) for word in ("renvoyer", "reprendre") if filed],
        *[at(name, grant.pk) for name in GRANTED if grant],
        *[at(name, order.pk) for name in ("grant_repayment", "grant_waiver") if order],
    ]  # fmt: skip


def _controls(at):
    """Every campaign, a control of each phase with the steps it may take, a fault, a sum to come back."""
    first = {row.phase: row for row in Control.objects.filter(withdrawn_on__isnull=True).order_by("-pk")}
    fault, order = Fault.objects.first(), Recovery.objects.filter(origin__startswith="control:").first()
    return [
        *[at("campaign", row.pk) for row in Campaign.objects.all()],
        *[at("control", row.pk) for row in first.values()],
        *[at("control_step", row.pk, kind.value)
          for row in first.values() for kind in MOVES[row.phase_term] if kind in BY_KEEPER],
        *[at(name, row.pk) for row in first.values() for name in ("write_fault", "answer_control")],
        *[at("edit_fault", fault.pk) for _ in range(1) if fault],
        *[at(name, order.pk) for name in ("repay", "waive") if order],
    ]  # fmt: skip
