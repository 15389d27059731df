"""The routes of `ui` alone, so that its tests need no other package."""

from django.urls import include, path

urlpatterns = [path("", include("maillage.ui.urls"))]
