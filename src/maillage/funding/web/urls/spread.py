"""Routes of where the money goes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
