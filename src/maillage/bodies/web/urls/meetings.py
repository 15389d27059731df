"""Routes of meetings, convocations and presence."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
