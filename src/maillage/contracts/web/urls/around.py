"""Routes of what stands around a contract: agreements, acts, departmental plans."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
