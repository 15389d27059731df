"""Routes of the network between institutions, from records and as declared."""

from django.urls import URLPattern, path

from maillage.observatory.web import declared_pages, network_pages

HERE = "reseau"
urlpatterns: list[URLPattern] = [
    path(f"{HERE}/", network_pages.network, name="network"),
    path(f"{HERE}/liens.<str:file_format>", network_pages.network_file, name="network_file"),
    path(f"{HERE}/declare/", declared_pages.declared, name="declared"),
    path(f"{HERE}/declare/ouvrir/", declared_pages.open_survey, name="open_ties"),
    path(f"{HERE}/declare/<int:pk>/fermer/", declared_pages.close_survey, name="close_ties"),
    path(f"{HERE}/declare/<int:pk>/rouvrir/", declared_pages.reopen_survey, name="reopen_ties"),
    path(f"{HERE}/declare/<int:pk>/repondre/", declared_pages.answer, name="answer_ties"),
    path(f"{HERE}/declare/<int:pk>/liens.<str:file_format>", declared_pages.declared_file,
         name="declared_file"),
    path(f"{HERE}/declare/reponses/<int:pk>/retirer/", declared_pages.withdraw, name="withdraw_ties"),
]  # fmt: skip
