"""When a letter that could not leave is tried again, and when one stops trying."""

from datetime import timedelta

DELAYS = (  # after the first, second, third... failure: about three days in all
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=30),
)
MAX_TRIES = len(DELAYS) + 1
MAX_INTERRUPTIONS = 2  # sendings cut before the server's answer: one may have arrived, never a third
LEASE = timedelta(minutes=10)  # how long one sender keeps a letter to itself


def next_try(tries: int) -> timedelta | None:
    """How long to wait after that many failures; None: give up."""
    return DELAYS[tries - 1] if 0 < tries < MAX_TRIES else None
