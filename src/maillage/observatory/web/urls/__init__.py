"""Routes of the observatory under `/p/<partnership>/`; those over several partnerships are in `many`."""

from maillage.observatory.web.urls import many

app_name = "observatory"
urlpatterns = [*many.workspace]
