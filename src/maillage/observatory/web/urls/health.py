"""Routes of the health of a partnership: the whole, each figure, what is said of it, the yearly report."""

from django.urls import URLPattern, path

from maillage.observatory.web import figure_pages, health_pages, load_pages, remark_pages, report_pages

FIGURE = "sante/indicateurs/<str:indicator>"
REMARK = "sante/commentaires/<int:pk>"

urlpatterns: list[URLPattern] = [
    path("sante/", health_pages.health, name="health"),
    path("sante/recalculer/", health_pages.refresh, name="refresh"),
    path("sante/rapport.<str:file_format>", report_pages.report, name="report"),
    path("sante/indicateurs/", figure_pages.figures, name="figures"),
    path(f"{FIGURE}/", figure_pages.figure, name="figure"),
    path(f"{FIGURE}/commenter/", remark_pages.add, name="add_remark"),
    path(f"{REMARK}/repondre/", remark_pages.answer, name="answer_remark"),
    path(f"{REMARK}/modifier/", remark_pages.edit, name="edit_remark"),
    path(f"{REMARK}/retirer/", remark_pages.withdraw, name="withdraw_remark"),
    path(f"{REMARK}/remettre/", remark_pages.put_back, name="put_back_remark"),
    path("ma-charge/", load_pages.load, name="load"),
]
