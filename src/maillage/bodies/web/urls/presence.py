"""Routes of one meeting and of presence."""

from django.urls import URLPattern, path

from maillage.bodies.web import check_in, meeting_page, presence

MEETING = "reunions/<int:meeting>"
urlpatterns: list[URLPattern] = [
    path(f"{MEETING}/", meeting_page.meeting, name="meeting"),
    path(f"{MEETING}/presence/", presence.attendance, name="attendance"),
    path(f"{MEETING}/presence/declarer/", presence.declare, name="declare_presence"),
    path(f"{MEETING}/presence/feuille.<str:file_format>", presence.sheet, name="attendance_sheet"),
    path(f"{MEETING}/tenue/", presence.hold, name="hold_meeting"),
    path(f"{MEETING}/tenue/rouvrir/", presence.undo_held, name="undo_held"),
    path(f"{MEETING}/emargement/", check_in.poster, name="check_in_poster"),
    path(f"{MEETING}/emargement/renouveler/", check_in.renew, name="renew_check_in"),
]
