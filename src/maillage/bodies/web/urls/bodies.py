"""Routes of bodies and seats."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
