"""Routes of traces between partners, duties and handovers."""

from django.urls import URLPattern, path, re_path

from maillage.bodies.web import information, traces

ACT = r"(?P<act>recue|rappel|non-recue|attendre)"
urlpatterns: list[URLPattern] = [
    path("traces/", traces.index, name="traces"),
    path("traces/<slug:kind>/ajouter/", traces.add, name="add_trace"),
    path("traces/<slug:kind>/<int:pk>/retirer/", traces.withdraw, name="withdraw_trace"),
    path("traces/<slug:kind>.csv", traces.export, name="traces_csv"),
    path("mandats-ecrits/", traces.mandates, name="mandates"),
    path("mandats-ecrits/<int:pk>/noter/", traces.set_mandate, name="set_mandate"),
    path("informations-dues/", information.duties, name="duties"),
    path("informations-dues/attendre/", information.expect, name="expect_duties"),
    path("informations-dues/demander/", information.ask, name="ask_duty"),
    path("informations-dues.csv", information.export, name="duties_csv"),
    re_path(rf"^informations-dues/(?P<pk>[0-9]{{1,9}})/{ACT}/$", information.item, name="duty_item"),
    path("informations-dues/signalements/", information.add_report, name="add_report"),
    path("informations-dues/signalements/<int:pk>/", information.answer_report, name="answer_report"),
    path("informations-dues/comptes/", information.count_year, name="count_year"),
]
