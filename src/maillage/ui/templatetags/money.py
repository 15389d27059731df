"""Amounts in templates: `|euros` always has its cents, `|whole_euros` where there are some."""

from django import template

from maillage.ui import typography

register = template.Library()
register.filter("euros", typography.euros)
register.filter("whole_euros", typography.whole_euros)
