"""Routes of decisions, commitments, minutes, the five questions and departures."""

from django.urls import URLPattern, path

from maillage.bodies.web import commitments, decisions, handover, minutes, questions, record

RECORD = "reunions/<int:meeting>/compte-rendu"
urlpatterns: list[URLPattern] = [
    path(f"{RECORD}/", record.record, name="record"),
    path(f"{RECORD}/points/ajouter/", record.add_item, name="add_record_item"),
    path(f"{RECORD}/points/<int:pk>/", record.item, name="record_item"),
    path(f"{RECORD}/points/<int:pk>/position/", record.position, name="state_position"),
    path(f"{RECORD}/points/<int:pk>/reporter/", record.carry, name="carry_item"),
    path(f"{RECORD}/decision/", decisions.add_decision, name="add_decision"),
    path(f"{RECORD}/soumettre/", minutes.submit, name="submit_minutes"),
    path(f"{RECORD}/approuver/", minutes.approve, name="approve_minutes"),
    path(f"{RECORD}/remarque/", minutes.remark, name="remark_minutes"),
    path(f"{RECORD}/<int:number>/<slug:version>.<str:file_format>", minutes.download, name="minutes_file"),
    path("comptes-rendus/", minutes.waiting, name="minutes_waiting"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/modifier/", decisions.edit_decision, name="edit_decision"),
    path("decisions/<int:pk>/desaccord/", decisions.dissent, name="dissent"),
    path("decisions/<int:pk>/retirer/", decisions.withdraw_decision, name="withdraw_decision"),
    path("decisions/<int:pk>/revue/", decisions.review_decision, name="review_decision"),
    path("mes-engagements/", commitments.mine, name="mine"),
    path("engagements/", commitments.commitments, name="commitments"),
    path("engagements.<str:file_format>", commitments.commitments_file, name="commitments_file"),
    path("engagements/prendre/", commitments.add_commitment, name="add_commitment"),
    path("engagements/<int:pk>/", commitments.commitment, name="commitment"),
    path("engagements/<int:pk>/preciser/", commitments.reword, name="reword"),
    path("engagements/<int:pk>/renegocier/", commitments.renegotiate, name="renegotiate"),
    path("engagements/<int:pk>/retirer/", commitments.withdraw_commitment, name="withdraw_commitment"),
    path("engagements/<int:pk>/porteur/", commitments.carrier, name="carrier"),
    path("reunions/<int:meeting>/questions/", questions.questions, name="questions"),
    path("reunions/<int:meeting>/questions/envoyer/", questions.ask, name="ask_questions"),
    path("reunions/<int:meeting>/questions/repondre/", questions.answer, name="answer_questions"),
    path("passations/", handover.handovers, name="handovers"),
    path("passations/declarer/", handover.declare, name="declare_departure"),
    path("passations/<int:pk>/", handover.handover, name="handover"),
    path("passations/<int:pk>/dossier.pdf", handover.dossier, name="handover_file"),
    path("passations/<int:pk>/note/", handover.note, name="handover_note"),
    path("passations/<int:pk>/successeur/", handover.successor, name="successor"),
    path("passations/<int:pk>/autre-chose/", handover.add_line, name="add_line"),
    path("passations/<int:pk>/passer/", handover.pass_lines, name="pass_lines"),
    path("passations/<int:pk>/premiere-semaine/", handover.first_week, name="first_week"),
]
