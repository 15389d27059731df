"""Every route of the instance. The guard refuses those whose view declares no policy."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("maillage.portal.web.urls")),
    path("territoires/", include("maillage.territory.web.urls")),
    path("donnees/", include("maillage.datasets.web.urls")),
    path("", include("maillage.diagnosis.web.urls")),
    path("p/<str:partnership>/annuaire/", include("maillage.institutions.web.urls")),
    path("p/<str:partnership>/", include("maillage.bodies.web.urls")),
    path("p/<str:partnership>/", include("maillage.contracts.web.urls")),
    path("p/<str:partnership>/", include("maillage.funding.web.urls")),
    path("p/<str:partnership>/", include("maillage.observatory.web.urls")),
    path("", include("maillage.bodies.web.urls.public")),
    path("", include("maillage.ui.urls")),
    path("compte/", include("allauth.account.urls")),
    path("compte/double-verification/", include("allauth.mfa.urls")),
    path("langue/", set_language, name="set_language"),
]

handler403 = "maillage.site.errors.forbidden"
handler404 = "maillage.site.errors.not_found"
handler500 = "maillage.site.errors.server_error"
