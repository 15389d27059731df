"""Routes of the self-assessment."""

from django.urls import URLPattern, path

from maillage.observatory.web import assessment_pages as pages

ONE = "auto-evaluation/<int:pk>"

urlpatterns: list[URLPattern] = [
    path("auto-evaluation/", pages.assessments, name="assessments"),
    path("auto-evaluation/ouvrir/", pages.open_round, name="open_assessment"),
    path(f"{ONE}/", pages.assessment, name="assessment"),
    path(f"{ONE}/modifier/", pages.edit, name="edit_assessment"),
    path(f"{ONE}/repondre/", pages.rate, name="rate"),
    path(f"{ONE}/clore/", pages.close, name="close_assessment"),
    path(f"{ONE}/retirer/", pages.withdraw, name="withdraw_assessment"),
    path(f"{ONE}/remettre/", pages.put_back, name="put_back_assessment"),
    path(f"{ONE}/resultats.<str:file_format>", pages.results_file, name="assessment_file"),
]
