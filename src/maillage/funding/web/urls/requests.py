"""Routes of funds, calls, requests and grants."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
