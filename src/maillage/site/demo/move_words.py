"""Who held the seats of the demonstration before today's holders."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """Who held the seats at first, until how many days from today, after how many days somebody followed."""

    who: str
    before: str
    title: str
    left: int
    vacant: int
    note: str = ""


MOVES = (
    Move("police", "Goulven Pennec (fictif)", "chef de secteur", -420, 21,
         "Les passages du soir autour des parkings sont convenus avec la police municipale. (fictif)"),
    Move("social", "Riwanon Cosquer (fictive)", "directrice", -330, 75),
    Move("landlord", "Corentin Autret (fictif)", "responsable d'agence", -205, 30),
)  # fmt: skip


def first_holder(who: str, today: str) -> tuple[str, str]:
    """The name and the address of the person who held the seats first; `today` holds them now."""
    past = next((move for move in MOVES if move.who == who), None)
    return (
        (past.before, f"{who}.avant@exemple.invalid") if past else (today, f"{who}.personne@exemple.invalid")
    )
