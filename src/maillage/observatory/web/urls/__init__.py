"""Routes of the observatory under `/p/<partnership>/`; those over several partnerships are in `many`."""

from maillage.observatory.web.urls import many, network

app_name = "observatory"
urlpatterns = [
    *network.urlpatterns,
    *many.workspace,
]
