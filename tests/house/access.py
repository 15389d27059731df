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
MANY = {  # several partnerships: opened by a role held in one of them, told apart in the view
    "many:boards": {Role.PREFECTURE, Role.RESEARCHER}, "many:national": {Role.PREFECTURE, Role.RESEARCHER},
    "many:departement": {Role.PREFECTURE},
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
SIGNING = WORK - {Role.FIRST_LINE}
CONTRACT_LIFE = {
    **_routes("contracts", READERS, """
        readiness signature versions compare compare_file contract_file opinions reviews values"""),
    **_routes("contracts", MEMBERS, "summary summary_file sheet_file"),
    **_routes("contracts", SIGNING, """
        sign withdraw_signature put_back_signature scan give_opinion fill_value count_receipts"""),
    **_routes("contracts", {Role.COORDINATOR, Role.PREFECTURE}, "plan_opinion"),
    **_routes("contracts", LEAD, """
        put_to_signature add_signatory withdraw_signatory put_back_signatory withdraw_version put_back_version
        ask_opinion opinion_effect withdraw_opinion put_back_opinion plan_review move_review hold_review
        unhold_review drop_review put_back_review schedule_values withdraw_value put_back_value"""),
}  # fmt: skip
KEEPERS = {Role.COORDINATOR, Role.PREFECTURE}  # of the controls of grants
CONTROLS = {
    **_routes("funding", KEEPERS | {Role.MAYOR}, "campaigns campaign campaign_file"),
    **_routes("funding", KEEPERS | {Role.MAYOR, Role.PARTNER}, "control control_letter receipt"),
    **_routes("funding", KEEPERS | {Role.PARTNER}, "answer_control undo_step"),
    **_routes("funding", {Role.PARTNER}, "my_controls"),
    **_routes("funding", KEEPERS, """
        open_campaign edit_campaign withdraw_campaign publish_base withdraw_base draw report_body
        withdraw_report control_step write_fault edit_fault withdraw_fault repay waive unwaive
        withdraw_repayment"""),
}  # fmt: skip
LINES = ("axe", "priorite", "objectif", "mot", "etape", "cout", "indicateur")
PLAN = {
    **_routes("contracts", READERS, "contracts contract sheets sheets_file calendar glossary models"),
    **_routes("contracts", MEMBERS, "sheet"),
    **_routes("contracts", WORK - {Role.COORDINATOR, Role.MAYOR}, "my_sheets"),
    **_routes("contracts", WORK - {Role.FIRST_LINE}, """
        add_pledge edit_pledge confirm_pledge unconfirm_pledge withdraw_pledge put_back_pledge
        agree_word withdraw_agreement"""),
    **_routes("contracts", LEAD, """
        open_contract edit_contract end_contract reopen_contract take_priorities add_line edit_line
        withdraw_line put_back_line move_line reach_milestone add_sheet edit_sheet without sheet_state
        withdraw_sheet put_back_sheet renumber_sheet add_partner remove_partner"""),
}  # fmt: skip
CONTRACTING = READERS - {Role.RESEARCHER, Role.DPO}
AROUND = {
    **_routes("contracts", READERS, "around agreements_file agreement plans plan"),
    **_routes("contracts", LEAD, """
        add_agreement edit_agreement end_agreement resume_agreement add_act edit_act withdraw_around
        put_back_around add_plan edit_plan add_plan_priority edit_plan_priority add_plan_review
        edit_plan_review"""),
    **_routes("contracts", CONTRACTING, """
        add_counterpart edit_counterpart withdraw_counterpart put_back_counterpart"""),
}  # fmt: skip
MONEY = {
    **_routes("funding", {Role.COORDINATOR, Role.MAYOR, Role.PREFECTURE, Role.RESEARCHER}, """
        spread spread_file need"""),
    **_routes("funding", {Role.COORDINATOR, Role.MAYOR, Role.PREFECTURE}, "effort links"),
    **_routes("funding", LEAD, """
        add_effort edit_effort add_link edit_link import_sheet sheet_model withdraw_beside
        put_back_beside"""),
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
        answer_dates receive_report grant_recovery grant_repayment grant_repayment_withdraw
        grant_recovery_undo grant_waiver"""),
    **_routes("funding", LEAD, """
        propose_funds add_fund edit_fund put_away_fund add_rule edit_rule withdraw_rule open_call edit_call
        withdraw_call add_call_priority edit_call_priority withdraw_call_priority edit_fipd_report plan_sheet
        plan_sheet_file plan_preview drop_plan_sheet"""),
}  # fmt: skip
OBSERVATORY = {**_routes("observatory", ACTS, "agreement agreement_take_back")}
HEALTH_READERS = MEMBERS - {Role.DPO}
RATERS = HEALTH_READERS - {Role.RESEARCHER}
HEALTH = {
    **_routes("observatory", HEALTH_READERS, """
        health report figures figure assessments assessment assessment_file"""),
    **_routes("observatory", SIGNING, """
        add_remark answer_remark edit_remark withdraw_remark put_back_remark"""),
    **_routes("observatory", RATERS, "load rate"),
    **_routes("observatory", LEAD, """
        refresh open_assessment edit_assessment close_assessment withdraw_assessment put_back_assessment"""),
}  # fmt: skip
NETWORK = {
    **_routes("observatory", HEALTH_READERS, "network network_file"),
    **_routes("observatory", WORK, "declared declared_file answer_ties withdraw_ties"),
    **_routes("observatory", LEAD, "open_ties close_ties reopen_ties"),
}
INSIDE = (
    PORTAL
    | DIRECTORY
    | BODIES
    | MEETINGS
    | DECISIONS
    | TRACES
    | DIAGNOSIS
    | CONTRACT_LIFE
    | CONTROLS
    | PLAN
    | AROUND
    | MONEY
    | REQUESTS
    | OBSERVATORY
    | HEALTH
    | NETWORK
)
WORDS: dict[str, list[dict[str, object]]] = {
    **{
        f"observatory:{name}": [{"file_format": form} for form in ("csv", "gexf", "graphml", "json", "autre")]
        for name in ("network_file", "declared_file")
    },
    **{
        f"contracts:{name}_line": [{"kind": kind} for kind in LINES]
        for name in ("add", "edit", "withdraw", "put_back")
    },
    "contracts:move_line": [{"kind": "axe", "way": way} for way in ("monter", "descendre")],
    "contracts:renumber_sheet": [{"way": way} for way in ("monter", "descendre")],
    "contracts:edit_sheet": [
        {"part": part} for part in ("identite", "contenu", "pilote", "dates", "moyens", "accords")
    ],
    "contracts:sheets_file": [{"file_format": form} for form in ("csv", "xlsx")],
    "funding:spread_file": [
        {"table": table, "file_format": form}
        for table in ("communes", "organismes")
        for form in ("csv", "xlsx")
    ],
    **{
        f"funding:{name}": [{"kind": kind} for kind in ("effort", "besoin")]
        for name in ("import_sheet", "sheet_model")
    },
    **{
        f"funding:{name}": [{"kind": kind} for kind in ("effort", "composante", "lien")]
        for name in ("withdraw_beside", "put_back_beside")
    },
    "contracts:add_act": [{"kind": kind} for kind in ("responsabilite-parentale", "sauvegarde")],
    **{
        f"contracts:{name}": [{"kind": kind} for kind in ("convention", "acte", "plan", "priorite", "bilan")]
        for name in ("withdraw_around", "put_back_around")
    },
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
    **{name: [{"year": 2026, "number": 3}] for name in ("portal:month", "portal:month_file")},
    "funding:campaign_file": [{"file_format": form} for form in ("pdf", "xlsx", "csv")],
    "funding:receipt": [{"file_format": form} for form in ("pdf", "docx")],
    "funding:control_step": [{"act": act} for act in ("announce", "conclude", "order", "close")],
    "funding:control_letter": [
        {"kind": kind, "file_format": form} for kind in ("annonce", "reversement") for form in ("pdf", "docx")
    ],
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
    **{
        f"contracts:{name}": [{"file_format": form} for form in ("pdf", "docx")]
        for name in ("contract_file", "sheet_file", "summary_file")
    },
    **{f"observatory:{name}": [{"indicator": "C1"}] for name in ("figure", "add_remark")},
    "observatory:report": [{"file_format": form} for form in ("pdf", "docx", "xlsx", "csv")],
    "observatory:assessment_file": [{"file_format": form} for form in ("pdf", "docx")],
    "bodies:duty_item": [{"act": act} for act in ("recue", "rappel", "non-recue", "attendre")],
}
OUTSIDE: dict[str, list[list[object]]] = {  # addresses of pages that belong to no partnership
    "ui:theme": [[150, 60]],
    "territory:place": [["44143"]],
    "territory:law": [["44143"]],
    "many:departement": [["44"]],
}
NUMBERS = (  # the numbers an address may carry; the first that fits
    (), ("pk",), ("meeting",), ("meeting", "pk"), ("meeting", "number"), ("number",), ("membership",),
    ("contract",), ("contract", "number"),
)  # fmt: skip
