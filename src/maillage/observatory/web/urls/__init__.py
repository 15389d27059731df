"""Routes of the observatory, all under `/p/<partnership>/`."""

from maillage.observatory.web.urls import network

app_name = "observatory"
urlpatterns = [
    *network.urlpatterns,
]
