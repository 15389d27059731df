"""Routes of bodies, meetings, commitments and traces, all under `/p/<partnership>/`."""

from maillage.bodies.web.urls import bodies, decisions, meetings, presence, traces

app_name = "bodies"
urlpatterns = [
    *bodies.urlpatterns,
    *meetings.urlpatterns,
    *presence.urlpatterns,
    *decisions.urlpatterns,
    *traces.urlpatterns,
]
