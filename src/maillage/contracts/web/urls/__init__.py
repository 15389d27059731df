"""Routes of contracts, all under `/p/<partnership>/`."""

from maillage.contracts.web.urls import around, life, plan

app_name = "contracts"
urlpatterns = [
    *plan.urlpatterns,
    *life.urlpatterns,
    *around.urlpatterns,
]
