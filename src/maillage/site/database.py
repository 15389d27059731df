"""Makes the database ready: tables, then the shipped territories."""

from django.core.management import call_command

from maillage.kernel import Actor
from maillage.territory import services as territory


def prepare_database(*, actor: Actor) -> str:
    """Migrate, then load the shipped territories; one sentence on what is there."""
    call_command("migrate", verbosity=0)
    loaded = territory.load_reference(actor=actor)
    return f"{loaded['communes']} communes connues."
