"""Routes of what stands around a contract: agreements, acts, departmental plans."""

from django.urls import URLPattern, path

from maillage.contracts.web.around import acts, agreements, pages, plans

COUNTERPARTS, PLANS = "conventions/contreparties", "plans-departementaux"
urlpatterns: list[URLPattern] = [
    path("conventions/", agreements.around, name="around"),
    path("conventions/liste.csv", agreements.agreements_file, name="agreements_file"),
    path("conventions/nouvelle/", agreements.add_agreement, name="add_agreement"),
    path("conventions/<int:pk>/", agreements.agreement, name="agreement"),
    path("conventions/<int:pk>/modifier/", agreements.edit_agreement, name="edit_agreement"),
    path("conventions/<int:pk>/terminer/", agreements.end_agreement, name="end_agreement"),
    path("conventions/<int:pk>/reprendre/", agreements.resume_agreement, name="resume_agreement"),
    path("conventions/actes/<str:kind>/noter/", acts.add_act, name="add_act"),
    path("conventions/actes/<int:pk>/modifier/", acts.edit_act, name="edit_act"),
    path(f"{COUNTERPARTS}/declarer/", acts.add_counterpart, name="add_counterpart"),
    path(f"{COUNTERPARTS}/<int:pk>/modifier/", acts.edit_counterpart, name="edit_counterpart"),
    path(f"{COUNTERPARTS}/<int:pk>/retirer/", pages.withdraw_counterpart, name="withdraw_counterpart"),
    path(f"{COUNTERPARTS}/<int:pk>/remettre/", pages.put_back_counterpart, name="put_back_counterpart"),
    path("conventions/<str:kind>/<int:pk>/retirer/", pages.withdraw, name="withdraw_around"),
    path("conventions/<str:kind>/<int:pk>/remettre/", pages.put_back, name="put_back_around"),
    path(f"{PLANS}/", plans.plans, name="plans"),
    path(f"{PLANS}/nouveau/", plans.add_plan, name="add_plan"),
    path(f"{PLANS}/<int:pk>/", plans.plan, name="plan"),
    path(f"{PLANS}/<int:pk>/modifier/", plans.edit_plan, name="edit_plan"),
    path(f"{PLANS}/<int:pk>/priorites/nouvelle/", plans.add_priority, name="add_plan_priority"),
    path(f"{PLANS}/priorites/<int:pk>/modifier/", plans.edit_priority, name="edit_plan_priority"),
    path(f"{PLANS}/<int:pk>/bilans/nouveau/", plans.add_review, name="add_plan_review"),
    path(f"{PLANS}/bilans/<int:pk>/modifier/", plans.edit_review, name="edit_plan_review"),
]
