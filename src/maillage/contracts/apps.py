"""Django application."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "maillage.contracts"
    label = "contracts"
