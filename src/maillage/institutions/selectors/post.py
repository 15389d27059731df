"""Questions on letters: what is due, what did not leave, whether there is a mail server at all."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from maillage.institutions.models import Letter, Partnership
from maillage.institutions.vocabulary import LetterState

CONSOLE = "django.core.mail.backends.console.EmailBackend"


def due(*, now: datetime) -> QuerySet[Letter]:
    """The letters whose hour has come and that nobody is sending."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    return Letter.objects.filter(free, state=LetterState.DUE.value, due_at__lte=now).order_by("due_at", "pk")


def post_is_set() -> bool:
    """Is there a mail server? The terminal is none, except to look at a demonstration."""
    return bool(settings.DEMO or settings.EMAIL_BACKEND != CONSOLE)


def letters(*, partnership: Partnership, state: LetterState | None = None) -> QuerySet[Letter]:
    """The letters of this partnership, the latest first; of one state when given."""
    rows = Letter.objects.filter(partnership=partnership).select_related("person").order_by("-due_at", "-pk")
    return rows.filter(state=state.value) if state else rows


def letter(*, partnership: Partnership, pk: int) -> Letter | None:
    """One letter of this partnership, or None."""
    return letters(partnership=partnership).filter(pk=pk).first()
