"""Routes of the contract at work: its tree, its sheets, its views."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
