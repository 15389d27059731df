"""Decisions on partnerships that need no computer: their key."""

from maillage.institutions.vocabulary import PartnershipKind


def partnership_key(place: str, kind: PartnershipKind) -> str:
    """The workspace's stable key, from the INSEE code and the kind: `44143-clspd`, `epci-244400404-cispd`."""
    return f"{place.replace(':', '-').lower()}-{kind.value}"


def usual_kind(place_kind: str) -> PartnershipKind:
    """The body the law knows at this level: communal, intercommunal, departmental; else none."""
    kinds = {
        "commune": PartnershipKind.CLSPD,
        "epci": PartnershipKind.CISPD,
        "department": PartnershipKind.DEPARTMENT,
    }
    return kinds.get(place_kind, PartnershipKind.OTHER)
