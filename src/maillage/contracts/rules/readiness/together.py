"""Who really acts together on a sheet: one house, two benches, names without a promise, an agreed host."""

from collections.abc import Iterator

from maillage.bodies.rules import wording
from maillage.contracts.rules.readiness.facts import Party, Promise, Remark, Sheet


def entities(sheet: Sheet) -> set[str]:
    """Every house that pilots or promises; partners without a promise do not count."""
    pilot = {sheet.pilot.entity} if sheet.pilot else set()
    return pilot | {row.party.entity for row in sheet.promises}


def is_single_house(sheet: Sheet) -> bool:
    """Pilot and every promise in one house (C2), the municipal services being one; never an empty sheet."""
    return len(entities(sheet)) == 1


def is_joint(sheet: Sheet) -> bool:
    """Binding promises of two houses or more, of two colleges or more (C1, mended)."""
    binding = [row.party for row in sheet.promises if is_binding(row)]
    return len({row.entity for row in binding}) > 1 and len({row.college for row in binding}) > 1


def is_binding(row: Promise) -> bool:
    """Holder, deliverable, quantity and date (C9)."""
    return wording.is_precise(deliverable=row.deliverable, quantity=row.quantity, due_on=row.due_on)


def orphans(sheet: Sheet) -> tuple[Party, ...]:
    """Partners named without a promise of their own (C16)."""
    promising = {row.party.pk for row in sheet.promises}
    return tuple(row for row in sheet.partners if row.pk not in promising)


def remarks(sheet: Sheet) -> Iterator[Remark]:
    """What one sheet says of who acts together."""
    if is_single_house(sheet):
        only = sheet.pilot.name if sheet.pilot else sheet.promises[0].party.name
        yield _remark(
            "single-house",
            sheet,
            "partners",
            f"une seule maison agit, {only} : qui d'autre y aurait sa part ?",
            "le bailleur : réparer les halls dans la semaine",
        )
    for party in orphans(sheet):
        yield _remark(
            "orphan-partner",
            sheet,
            "partners",
            f"{party.name} est nommé sans engagement propre : écrivez sa part, ou ôtez son nom.",
            "tenir une permanence le premier mardi du mois, jusqu'en juin 2028",
        )
    yield from _promises(sheet)
    yield from _host(sheet)
    yield from _origin(sheet)
    if not sheet.objectives:
        yield _remark(
            "sheet-without-objective",
            sheet,
            "objectives",
            "elle ne sert aucun objectif : rattachez-la à celui qu'elle doit faire avancer.",
        )


def _promises(sheet: Sheet) -> Iterator[Remark]:
    for row in sheet.promises:
        found = wording.remarks(deliverable=row.deliverable, quantity=row.quantity, due_on=row.due_on)
        if found:
            words = f"{row.party.name}, « {row.deliverable} ». {found[0].advice}"
            yield _remark("loose-pledge", sheet, "pledges", words, found[0].example)
        if not row.confirmed:
            words = f"{row.party.name} n'a pas encore confirmé « {row.deliverable} »."
            yield _remark("unconfirmed-pledge", sheet, "pledges", words)


def _host(sheet: Sheet) -> Iterator[Remark]:
    """An action in another's house with its dated agreement before the start (C15)."""
    if sheet.host is None or (sheet.pilot and sheet.host.pk == sheet.pilot.pk):
        return
    agreed, start = sheet.host_agreed_on, sheet.start
    if agreed is None:
        yield _remark(
            "host-not-agreed",
            sheet,
            "host_agreed_on",
            f"elle a lieu chez {sheet.host.name}, dont l'accord n'est pas daté.",
            "accord du collège, le 12 mai 2026",
        )
    elif start is not None and agreed > start:
        words = f"l'accord de {sheet.host.name}, du {agreed:%d/%m/%Y}, suit le début, le {start:%d/%m/%Y}."
        yield _remark("host-agreed-late", sheet, "host_agreed_on", words)


def _origin(sheet: Sheet) -> Iterator[Remark]:
    """Born of a joint deliberation (C7); not the same action as before (C8, mended)."""
    if sheet.deliberated_on is None:
        yield _remark(
            "not-deliberated",
            sheet,
            "meeting",
            "aucune séance ne l'a délibérée : citez la réunion où elle a été décidée à plusieurs.",
            "CLSPD restreint du 3 février 2026",
        )
    elif sheet.deliberated_by < 2:
        yield _remark(
            "deliberated-alone",
            sheet,
            "meeting",
            f"à la séance du {sheet.deliberated_on:%d/%m/%Y}, moins de deux institutions sont notées"
            " présentes.",
        )
    elif sheet.start is not None and sheet.deliberated_on > sheet.start:
        day = sheet.deliberated_on
        words = f"elle commence le {sheet.start:%d/%m/%Y}, avant sa délibération, le {day:%d/%m/%Y}."
        yield _remark("deliberated-late", sheet, "meeting", words)
    if sheet.existed_before and not sheet.what_changed.strip():
        yield _remark(
            "recycled",
            sheet,
            "what_changed",
            "elle existait avant le contrat : dites ce que celui-ci y change.",
            "le bailleur la rejoint, et elle s'ouvre aux samedis",
        )


def _remark(code: str, sheet: Sheet, field: str, words: str, example: str = "") -> Remark:
    return Remark(code, field, "sheet", str(sheet.number), sheet.pk, words, example)
