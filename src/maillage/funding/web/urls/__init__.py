"""Routes of funds, requests and controls, all under `/p/<partnership>/`."""

from maillage.funding.web.urls import controls, requests, spread

app_name = "funding"
urlpatterns = [
    *requests.urlpatterns,
    *controls.urlpatterns,
    *spread.urlpatterns,
]
