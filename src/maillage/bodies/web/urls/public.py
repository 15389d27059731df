"""Routes opened by a signed link from a letter or a poster, outside any workspace: they work without login."""

from django.urls import URLPattern

app_name = "links"
urlpatterns: list[URLPattern] = []
