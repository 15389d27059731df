"""Routes of opinions, signatures, versions, reviews and documents."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
