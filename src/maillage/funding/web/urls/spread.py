"""Routes of where the money goes."""

from django.urls import URLPattern, path

from maillage.funding.web.spread import beside, money

urlpatterns: list[URLPattern] = [
    path("argent/", money.spread, name="spread"),
    path("argent/tableaux/<str:table>.<str:file_format>", money.spread_file, name="spread_file"),
    path("argent/besoin/", money.need, name="need"),
    path("argent/effort/", beside.effort, name="effort"),
    path("argent/effort/noter/", beside.add_effort, name="add_effort"),
    path("argent/effort/<int:pk>/modifier/", beside.edit_effort, name="edit_effort"),
    path("argent/organismes-lies/", beside.links, name="links"),
    path("argent/organismes-lies/declarer/", beside.add_link, name="add_link"),
    path("argent/organismes-lies/<int:pk>/modifier/", beside.edit_link, name="edit_link"),
    path("argent/importer/<str:kind>/", beside.import_sheet, name="import_sheet"),
    path("argent/modeles/<str:kind>.csv", beside.sheet_model, name="sheet_model"),
    path("argent/<str:kind>/<int:pk>/retirer/", beside.withdraw, name="withdraw_beside"),
    path("argent/<str:kind>/<int:pk>/remettre/", beside.put_back, name="put_back_beside"),
]
