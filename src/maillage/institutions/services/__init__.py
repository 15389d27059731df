"""Changes to institutions: the partnership itself, its directory, the letters to the people of it."""

from maillage.institutions.services.directory import add_institution, edit_institution, put_away, put_back
from maillage.institutions.services.envelope import sender_of
from maillage.institutions.services.imports import (
    MAX_IMPORT_BYTES,
    confirm,
    drop,
    forget_waiting,
    import_file,
    preview,
    receive,
)
from maillage.institutions.services.merge import merge, moves
from maillage.institutions.services.partnership import close_partnership, dress, open_partnership
from maillage.institutions.services.people import (
    add_person,
    edit_person,
    edit_position,
    end_position,
    open_position,
    put_away_person,
    put_back_person,
    withdraw_position,
)
from maillage.institutions.services.post import retry_letter, write_letter
from maillage.institutions.services.sending import Sent, send_due

__all__ = [
    "MAX_IMPORT_BYTES",
    "Sent",
    "add_institution",
    "add_person",
    "close_partnership",
    "confirm",
    "dress",
    "drop",
    "edit_institution",
    "edit_person",
    "edit_position",
    "end_position",
    "forget_waiting",
    "import_file",
    "merge",
    "moves",
    "open_partnership",
    "open_position",
    "preview",
    "put_away",
    "put_away_person",
    "put_back",
    "put_back_person",
    "receive",
    "retry_letter",
    "send_due",
    "sender_of",
    "withdraw_position",
    "write_letter",
]
