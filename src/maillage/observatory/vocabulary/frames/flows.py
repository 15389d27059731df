"""Frames of what passes between partners: data, answers, duties, signals, alerts, unnamed tallies."""

from maillage.observatory.vocabulary.frames.shape import (
    DAY,
    INT,
    RANK,
    REAL,
    TEXT,
    YES,
    Answered,
    Frame,
    RefusalMotive,
    words,
)

FLOWS = (
    Frame(
        "data_requests",
        "demandes de données",
        "asked",
        {
            "request": (INT, ""),
            "holder": (INT, ""),
            "asked": (DAY, ""),
            "due": (DAY, "null"),
            "answered": (DAY, "null"),
            "outcome": (words(Answered), "null: nothing yet or unknown"),
            "motive": (words(RefusalMotive), "of refusal"),
            "doubtful": (YES, "the series fails a plausibility check; null unchecked"),
        },
        {
            "answered": (
                "answered",
                "outcome",
                "motive",
                "doubtful",
            )
        },
    ),
    Frame(
        "statements",
        "relevés mensuels",
        "due",
        {
            "holder": (INT, ""),
            "due": (DAY, "last day to receive it"),
            "received": (DAY, "null"),
            "on_time": (YES, "null unknown"),
        },
        {"received": ("received",)},
    ),
    Frame(
        "reports",
        "signalements au parquet et demandes",
        "sent",
        {
            "report": (INT, ""),
            "kind": (TEXT, "article_40 or prison_leave"),
            "sent": (DAY, ""),
            "due": (DAY, "answer owed by then"),
            "answered": (DAY, "null"),
            "on_time": (YES, "null unknown"),
        },
        {"answered": ("answered",)},
    ),
    Frame(
        "duties",
        "informations dues au maire",
        "due",
        {
            "article": (TEXT, "MI-1 to MI-7, CL-15"),
            "due": (DAY, ""),
            "fulfilled": (YES, "null unknown"),
            "received": (DAY, "null"),
        },
        {"received": ("received",)},
    ),
    Frame(
        "transmissions",
        "transmissions",
        "day",
        {
            "giver": (INT, ""),
            "receiver": (INT, ""),
            "day": (DAY, ""),
            "giver_core": (YES, ""),
            "receiver_core": (YES, ""),
        },
    ),
    Frame(
        "contacts",
        "contacts directs",
        "day",
        {
            "one": (INT, ""),
            "other": (INT, ""),
            "day": (DAY, ""),
            "rank": (RANK, ""),
        },
    ),
    Frame(
        "signals",
        "signalements",
        "day",
        {
            "signal": (INT, ""),
            "day": (DAY, ""),
            "feedback": (YES, "the sender heard back; null unknown"),
            "feedback_day": (DAY, "null"),
        },
        {"feedback_day": ("feedback",)},
    ),
    Frame(
        "alerts",
        "alertes",
        "day",
        {
            "alert": (INT, ""),
            "day": (DAY, ""),
            "hours": (REAL, "to the first shared action, null none yet or unknown"),
            "acted": (YES, "a first action was taken; null unknown"),
            "closed": (YES, "closed with outcome and feedback; null unknown"),
            "closed_day": (DAY, "null"),
        },
        {"closed_day": ("closed",)},
    ),
    Frame(
        "bounded_groups",
        "GLTD",
        "opened",
        {
            "body": (INT, ""),
            "opened": (DAY, ""),
            "term": (DAY, "null: no term set"),
            "prolonged": (YES, "prolonged with a reason"),
            "prolonged_on": (DAY, "day of the first one, null none or not known"),
            "ended": (DAY, "null"),
        },
        {"ended": ("ended",), "prolonged_on": ("prolonged",)},
    ),
    Frame(
        "calls",
        "appels, échéances et cadres",
        "day",
        {
            "day": (DAY, ""),
            "from_state": (YES, "came from the State"),
            "kind": (TEXT, "call, item, deadline, template"),
        },
    ),
    Frame(
        "refusals",
        "refus et leurs motifs",
        "day",
        {
            "day": (DAY, ""),
            "kind": (TEXT, "data, attendance, commitment"),
            "motive": (words(RefusalMotive), "null unsaid"),
        },
    ),
    Frame(
        "tallies",
        "échanges nominatifs, comptes sans nom",
        "quarter",
        {
            "quarter": (DAY, "first day"),
            "body": (INT, "null"),
            "exchanges": (INT, "null under 5"),
            "lawful": (INT, "with basis, purpose, necessity, information, purge date"),
            "members": (INT, ""),
            "charter": (INT, "members whose institution signed"),
        },
    ),
)
