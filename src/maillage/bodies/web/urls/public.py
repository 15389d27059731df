"""Routes opened by a signed link from a letter or a poster, outside any workspace, without login."""

from django.urls import URLPattern, path

from maillage.bodies.web import check_in

app_name = "links"
urlpatterns: list[URLPattern] = [path("presence/<str:link>/", check_in.check_in, name="check_in")]
