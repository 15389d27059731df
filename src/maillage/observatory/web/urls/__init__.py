"""Routes of the observatory, all under `/p/<partnership>/`."""

from maillage.observatory.web.urls import assessment, health, network

app_name = "observatory"
urlpatterns = [
    *health.urlpatterns,
    *assessment.urlpatterns,
    *network.urlpatterns,
]
