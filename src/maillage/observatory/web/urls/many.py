"""Routes over several partnerships, outside any workspace."""

from django.urls import URLPattern, path

from maillage.observatory.web import many_pages

app_name = "many"
urlpatterns: list[URLPattern] = [
    path("tableaux/", many_pages.boards, name="boards"),
    path("tableaux/departement/<str:code>/", many_pages.departement, name="departement"),
    path("tableaux/national/", many_pages.national, name="national"),
]
workspace: list[URLPattern] = [  # those of one partnership, under `/p/<partnership>/`
    path("sante/accord/", many_pages.agreement, name="agreement"),
    path("sante/accord/retrait/", many_pages.take_back, name="agreement_take_back"),
]
