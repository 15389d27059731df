"""The living page of components, and the stylesheet of a town."""

from django.urls import path

from maillage.ui import views

app_name = "ui"
urlpatterns = [
    path("composants/", views.components, name="components"),
    path("theme/<int:hue>-<int:strength>.css", views.theme, name="theme"),
]
