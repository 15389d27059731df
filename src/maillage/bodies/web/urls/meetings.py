"""Routes of meetings, convocations and presence."""

from django.urls import URLPattern, path

from maillage.bodies.web import agenda, answers, meetings, prepare, series

ONE = "reunions/<int:meeting>"
urlpatterns: list[URLPattern] = [
    path("reunions/", meetings.index, name="meetings"),
    path("reunions/annee/<int:year>/", meetings.year, name="meetings_year"),
    path("reunions/annee/<int:year>.ics", meetings.year_calendar, name="year_ics"),
    path("reunions/prevoir/", meetings.plan, name="plan_meeting"),
    path("reunions/serie/", series.plan, name="plan_series"),
    path(f"{ONE}/preparer/", prepare.prepare, name="prepare"),
    path(f"{ONE}/modifier/", meetings.edit, name="edit_meeting"),
    path(f"{ONE}/deplacer/", meetings.move, name="move_meeting"),
    path(f"{ONE}/annuler/", meetings.cancel, name="cancel_meeting"),
    path(f"{ONE}/reprendre/", meetings.reopen, name="reopen_meeting"),
    path(f"{ONE}/agenda.ics", meetings.meeting_calendar, name="meeting_ics"),
    path(f"{ONE}/convoquer/", prepare.convene, name="convene"),
    path(f"{ONE}/relancer/", prepare.remind, name="remind_silent"),
    path(f"{ONE}/ordre-du-jour/envoyer/", prepare.send_agenda, name="send_agenda"),
    path(f"{ONE}/convocations/<slug:which>.<str:file_format>", prepare.paper, name="convocation_file"),
    path(f"{ONE}/convocations/<int:pk>/repondre/", answers.answer, name="answer_convocation"),
    path(f"{ONE}/ordre-du-jour/ajouter/", agenda.add, name="add_item"),
    path(f"{ONE}/ordre-du-jour/<int:pk>/", agenda.edit, name="edit_item"),
    path(f"{ONE}/ordre-du-jour/<int:pk>/placer/", agenda.place, name="place_item"),
    path(f"{ONE}/ordre-du-jour/<int:pk>/retirer/", agenda.withdraw, name="withdraw_item"),
    path(f"{ONE}/ordre-du-jour/<int:pk>/reprendre/", agenda.carry, name="carry_forward"),
]
