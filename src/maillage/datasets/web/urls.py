"""Routes of the pages about the data."""

from django.urls import path

from maillage.datasets.web import views

app_name = "datasets"
urlpatterns = [
    path("", views.releases, name="releases"),
    path("importer/", views.upload, name="upload"),
    path("imports/<int:job>/", views.job, name="job"),
    path("<str:release>/", views.release, name="release"),
    path("<str:release>/retirer/", views.withdraw, name="withdraw"),
]
