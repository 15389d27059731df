"""Routes opened by a signed link from a letter or a poster, outside any workspace: no login is needed."""

from django.urls import URLPattern

app_name = "links"
urlpatterns: list[URLPattern] = []
