"""Questions across domains: the week, the month, what to do next, how figures are made."""

from maillage.portal.selectors.pages import first_page, journal_lines, method_cards, opening

__all__ = ["first_page", "journal_lines", "method_cards", "opening"]
