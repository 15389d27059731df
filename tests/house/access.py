"""Who opens what: every route of ours and the roles it admits, written by hand from the domain's section 12.

`INSIDE` holds the routes of one partnership; `WORDS` what stands in an address besides the partnership and
a number.
"""

from maillage.kernel import Role

EVERYONE = set(Role)
MEMBERS = EVERYONE - {Role.ADMINISTRATOR}
READERS = MEMBERS - {Role.FIRST_LINE}  # of figures and documents
NAMED = READERS - {Role.RESEARCHER}  # may read a person's name in the directory
LEAD = {Role.COORDINATOR}
ANSWERING = {Role.COORDINATOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR, Role.FIRST_LINE}
WORK = ANSWERING | {Role.MAYOR}  # read what bodies decide, where they may
ACTS = {Role.COORDINATOR, Role.MAYOR}
FORMATS = ("pdf", "docx", "odt", "xlsx", "ods", "html")

PUBLIC = {
    "portal:alive", "portal:methods", "portal:accessibility", "portal:personal_data",
    "ui:components", "ui:theme",
}  # fmt: skip
LINKED = {  # opened by a signed link, by nothing else
    "links:convocation", "links:questions", "links:check_in", "portal:stop_digest",
}  # fmt: skip
SHARED = {  # any account; what a role may do there is told apart in the test
    "portal:home", "portal:account", "portal:open", "territory:search", "territory:place", "territory:law",
    "datasets:releases",
}  # fmt: skip
IMPORTERS = {"datasets:upload", "datasets:job"}  # coordinators and administrators


def _routes(package: str, roles: set[Role], names: str) -> dict[str, set[Role]]:
    return {f"{package}:{name}": roles for name in names.split()}


PORTAL = {
    **_routes("portal", MEMBERS, "workspace"),
    **_routes("portal", {Role.COORDINATOR, Role.ADMINISTRATOR}, "members add_member withdraw"),
    **_routes("portal", ACTS, "this_month month month_file"),
    **_routes("portal", LEAD, "appearance link"),
    **_routes("portal", EVERYONE, "theme mark"),
    **_routes("portal", {Role.COORDINATOR, Role.DPO}, "journal"),
}
DIRECTORY = {
    **_routes("institutions", MEMBERS, "directory institution"),
    **_routes("institutions", NAMED, "people person"),
    **_routes("institutions", LEAD, """
        add edit put_away put_back add_position edit_position end_position withdraw_position
        edit_person put_away_person put_back_person merge_institution merge_person twins
        upload preview drop_import letters retry_letter"""),
}  # fmt: skip
BODIES = {
    **_routes("bodies", MEMBERS, "bodies body conformity seat"),
    **_routes("bodies", LEAD, """
        open_body edit_body lifecycle composition add_seat edit_seat end_seat end_holder"""),
    **_routes("bodies", ACTS, "arrete arrete_file"),
}  # fmt: skip
MEETINGS = {
    **_routes("bodies", WORK, "meeting meetings meetings_year meeting_ics year_ics prepare"),
    **_routes("bodies", ANSWERING, "add_item answer_convocation declare_presence"),
    **_routes("bodies", LEAD, """
        plan_meeting plan_series edit_meeting move_meeting cancel_meeting reopen_meeting edit_item place_item
        withdraw_item carry_forward send_agenda convene convocation_file remind_silent
        attendance attendance_sheet hold_meeting undo_held check_in_poster renew_check_in"""),
}  # fmt: skip
DECISIONS = {
    **_routes("bodies", WORK, "record decision decisions commitment minutes_file questions"),
    **_routes("bodies", ACTS, "commitments"),
    **_routes("bodies", ANSWERING, """
        mine add_commitment remark_minutes answer_questions handovers handover handover_file handover_note
        add_line pass_lines first_week"""),
    **_routes("bodies", LEAD, """
        add_record_item record_item state_position carry_item add_decision edit_decision dissent
        withdraw_decision review_decision submit_minutes approve_minutes minutes_waiting commitments_file
        reword renegotiate withdraw_commitment carrier ask_questions declare_departure successor"""),
}  # fmt: skip
TRACES = {
    **_routes("bodies", WORK | {Role.DPO}, "traces mandates"),
    **_routes("bodies", (WORK | {Role.DPO}) - {Role.FIRST_LINE}, "duties"),
    **_routes("bodies", ANSWERING, "add_trace withdraw_trace set_mandate"),
    **_routes("bodies", LEAD, """
        traces_csv duties_csv expect_duties ask_duty duty_item add_report answer_report count_year"""),
}  # fmt: skip
DIAGNOSIS = {
    **_routes("diagnosis", READERS, "page versions version download"),
    **_routes("diagnosis", LEAD, "compose section undo_section new_line line withdraw put_back"),
    **_routes("diagnosis", READERS, "field finding"),
    **_routes("diagnosis", {*ACTS, Role.DPO}, "requests"),
    **_routes("diagnosis", LEAD, "new_request edit_request send_request"),
    **_routes("diagnosis", WORK | {Role.DPO}, "request delivery doubt"),
    **_routes("diagnosis", ANSWERING, """
        asked_of_us refuse_request take_up template answer drop_delivery withdraw_delivery coding"""),
    **_routes("diagnosis", WORK - {Role.FIRST_LINE}, "sign dissent withdraw_signature withdraw_dissent"),
}  # fmt: skip
FUNDED = {Role.COORDINATOR, Role.MAYOR, Role.PREFECTURE}
REQUESTS = {
    **_routes("funding", FUNDED | {Role.PARTNER}, """
        requests requests_file grants funds fund call request step request_file"""),
    **_routes("funding", FUNDED, "fipd_report fipd_report_file give_opinion withdraw_opinion"),
    **_routes("funding", {Role.COORDINATOR, Role.PARTNER}, """
        ask edit_request add_line edit_line withdraw_line ask_dates withdraw_dates report not_done"""),
    **_routes("funding", {Role.COORDINATOR, Role.PREFECTURE}, """
        decide undo_decision notify convention set_condition mark_condition plan_payment pay withdraw_payment
        answer_dates receive_report grant_recovery grant_repayment grant_repayment_withdraw grant_waiver"""),
    **_routes("funding", LEAD, """
        propose_funds add_fund edit_fund put_away_fund add_rule edit_rule withdraw_rule open_call edit_call
        withdraw_call add_call_priority edit_call_priority withdraw_call_priority edit_fipd_report plan_sheet
        plan_sheet_file plan_preview drop_plan_sheet"""),
}  # fmt: skip
INSIDE = PORTAL | DIRECTORY | BODIES | MEETINGS | DECISIONS | TRACES | DIAGNOSIS | REQUESTS
WORDS: dict[str, list[dict[str, object]]] = {
    **{name: [{"year": 2026, "number": 3}] for name in ("portal:month", "portal:month_file")},
    "diagnosis:version": [{"number": 1}],
    "diagnosis:download": [{"number": 1, "file_format": form} for form in FORMATS],
    "diagnosis:section": [{"name": "method"}],
    "diagnosis:undo_section": [{"name": "method"}],
    "diagnosis:new_line": [
        {"kind": kind} for kind in ("finding", "source", "means", "field", "words", "priority")
    ],
    "diagnosis:template": [{"file_format": form} for form in ("csv", "xlsx")],
    "bodies:attendance_sheet": [{"file_format": form} for form in ("pdf", "docx")],
    "bodies:convocation_file": [
        {"which": which, "file_format": form}
        for which in ("sans-adresse", "toutes")
        for form in ("pdf", "docx")
    ],
    "bodies:meetings_year": [{"year": 2026}],
    "bodies:year_ics": [{"year": 2026}],
    **{f"diagnosis:{verb}": [{"kind": "finding"}] for verb in ("line", "withdraw", "put_back")},
    "bodies:arrete_file": [{"file_format": form} for form in ("pdf", "docx", "odt")],
    "bodies:minutes_file": [
        {"version": version, "file_format": form}
        for version in ("public", "restreint")
        for form in ("pdf", "docx")
    ],
    "bodies:commitments_file": [{"file_format": form} for form in ("csv", "xlsx")],
    **{f"bodies:{name}": [{"kind": "contacts"}] for name in ("add_trace", "withdraw_trace", "traces_csv")},
    "funding:requests_file": [{"file_format": form} for form in ("csv", "xlsx")],
    "funding:edit_request": [
        {"part": part} for part in ("organisme", "action", "budget", "engagements", "autre")
    ],
    "funding:step": [{"step": step} for step in ("valider", "renvoyer", "autre")],
    "funding:mark_condition": [{"act_name": act} for act in ("levee", "retirer", "autre")],
    "funding:request_file": [
        {"name": name, "file_format": form}
        for name in ("demande", "notification", "convention", "compte-rendu-financier", "non-realisation")
        for form in ("pdf", "docx")
    ],
    "funding:edit_fipd_report": [{"year": 2026}],
    "funding:fipd_report_file": [{"year": 2026, "file_format": form} for form in ("pdf", "docx")],
    "bodies:duty_item": [{"act": act} for act in ("recue", "rappel", "non-recue", "attendre")],
}
OUTSIDE: dict[str, list[list[object]]] = {  # addresses of pages that belong to no partnership
    "ui:theme": [[150, 60]],
    "territory:place": [["44143"]],
    "territory:law": [["44143"]],
}
NUMBERS = (  # the numbers an address may carry; the first that fits
    (), ("pk",), ("meeting",), ("meeting", "pk"), ("meeting", "number"), ("number",), ("membership",),
)  # fmt: skip
