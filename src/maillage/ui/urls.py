"""The living page of components."""

from django.urls import path

from maillage.ui import views

app_name = "ui"
urlpatterns = [path("composants/", views.components, name="components")]
