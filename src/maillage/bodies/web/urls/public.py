"""Routes opened by a signed link from a letter or a poster, outside any workspace, without login."""

from django.urls import URLPattern, path

from maillage.bodies.web import answers, check_in, questions

app_name = "links"
urlpatterns: list[URLPattern] = [
    path("reponse/<str:link>/", answers.answer_link, name="convocation"),
    path("cinq-questions/<str:link>/", questions.answer_link, name="questions"),
    path("presence/<str:link>/", check_in.check_in, name="check_in"),
]
