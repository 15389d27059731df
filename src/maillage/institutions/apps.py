"""Django application."""

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "maillage.institutions"
    label = "institutions"
