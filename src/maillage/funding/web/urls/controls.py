"""Routes of control campaigns and restitutions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
