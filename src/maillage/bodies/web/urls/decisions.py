"""Routes of decisions, commitments and minutes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
