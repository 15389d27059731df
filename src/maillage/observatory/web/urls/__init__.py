"""Routes of the observatory under `/p/<partnership>/`; those over several partnerships are in `many`."""

from maillage.observatory.web.urls import assessment, health, many, network

app_name = "observatory"
urlpatterns = [
    *health.urlpatterns,
    *assessment.urlpatterns,
    *network.urlpatterns,
    *many.workspace,
]
