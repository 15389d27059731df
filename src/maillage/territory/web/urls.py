"""Routes of the pages about places; the code is the key."""

from django.urls import path

from maillage.territory.web import law, views

app_name = "territory"
urlpatterns = [
    path("", views.search, name="search"),
    path("<str:code>/", views.place, name="place"),
    path("<str:code>/loi/", law.law, name="law"),
]
