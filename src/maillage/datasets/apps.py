"""Django application."""

from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    name = "maillage.datasets"
    label = "datasets"
