"""Questions on the directory of one partnership: nothing is ever looked up across partnerships."""

from datetime import date

from django.db.models import Q, QuerySet

from maillage.institutions.models import Institution, Partnership, Person, Position


def institutions(*, partnership: Partnership, archived: bool = False) -> QuerySet[Institution]:
    """The institutions of this partnership, by name; those put away only when asked for."""
    rows = Institution.objects.filter(partnership=partnership)
    return rows if archived else rows.filter(archived_on__isnull=True)


def institution(*, partnership: Partnership, pk: int) -> Institution | None:
    """One institution of this partnership, or None."""
    return Institution.objects.filter(partnership=partnership, pk=pk).first()


def people(*, partnership: Partnership) -> QuerySet[Person]:
    """The people of this partnership's directory, by name, without those put away."""
    return Person.objects.filter(partnership=partnership, archived_on__isnull=True)


def person(*, partnership: Partnership, pk: int) -> Person | None:
    """One person of this partnership's directory, or None."""
    return Person.objects.filter(partnership=partnership, pk=pk).first()


def position(*, partnership: Partnership, pk: int) -> Position | None:
    """One function of this partnership's directory, or None."""
    rows = Position.objects.filter(institution__partnership=partnership, pk=pk)
    return rows.select_related("person", "institution__partnership").first()


def positions_on(*, partnership: Partnership, on: date) -> QuerySet[Position]:
    """The functions in force that day, with their person and institution."""
    running = Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))
    return Position.objects.filter(running, institution__partnership=partnership).select_related(
        "person", "institution"
    )


def people_of(*, institution: Institution, on: date) -> list[Person]:
    """Who works for this institution that day, by name."""
    rows = positions_on(partnership=institution.partnership, on=on).filter(institution=institution)
    return sorted({row.person for row in rows}, key=lambda row: row.name)


def known_names(*, partnership: Partnership) -> list[str]:
    """The partnership and its institutions, those put away included: names that are no person's."""
    pairs = institutions(partnership=partnership, archived=True).values_list("name", "short_name")
    return [partnership.name, *(name for pair in pairs for name in pair if name)]
