"""Django application."""

from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "maillage.bodies"
    label = "bodies"
