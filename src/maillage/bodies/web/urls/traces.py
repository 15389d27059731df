"""Routes of traces between partners, duties and handovers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
