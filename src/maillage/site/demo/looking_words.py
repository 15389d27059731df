"""What the invented partners say of their own partnership: opinions, ties, comments of figures."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """What an institution says of a figure; then who answers, and what."""

    indicator: str
    who: str
    words: str
    answering: str = ""
    answer: str = ""


TITLE = "Où en sommes-nous ? (fictif)"
SENTENCES = ("rythme", "venue", "apport", "terrain", "ensemble", "origine", "parole", "decision", "reponse",
             "retour", "passation", "revue")  # fmt: skip
# who, and one digit a sentence in the order above; a dash: does not know
OPINIONS: tuple[tuple[str, str], ...] = (
    ("town", "544455455445"), ("town", "54435545544-"), ("town", "443445454434"), ("town", "544355445445"),
    ("town", "44434544543-"),
    ("prefecture", "4435444-4-34"), ("prosecutor", "34345-43--34"),
    ("police", "434344334334"), ("school", "43224344332-"), ("street", "32122322112-"),
    ("landlord", "434244333233"), ("social", "33223333222-"), ("victims", "2222333-1122"),
)  # fmt: skip
# who answered, and of each partner: how often (0 to 4), of what value (0 to 4)
TIES: dict[str, dict[str, tuple[int, int]]] = {
    "town": {"prefecture": (3, 3), "prosecutor": (2, 3), "police": (4, 4), "municipal": (4, 4),
             "department": (1, 2), "school": (3, 3), "landlord": (3, 3), "transport": (2, 3),
             "street": (3, 4), "victims": (2, 3), "social": (4, 3), "pjj": (1, 2)},
    "prefecture": {"town": (2, 3), "police": (4, 4), "prosecutor": (3, 3), "department": (2, 2)},
    "police": {"town": (3, 3), "municipal": (4, 3), "prosecutor": (4, 4), "transport": (2, 3),
               "landlord": (2, 2), "street": (0, 0), "school": (1, 2)},
    "municipal": {"town": (4, 4), "police": (3, 3), "transport": (3, 3), "landlord": (3, 3),
                  "school": (2, 3), "street": (2, 2)},
    "school": {"town": (2, 3), "street": (4, 4), "police": (1, 1), "social": (3, 3), "pjj": (0, 1),
               "municipal": (2, 3)},
    "street": {"town": (2, 2), "school": (4, 4), "social": (3, 4), "police": (0, 0), "municipal": (1, 2),
               "department": (3, 3)},
    "landlord": {"town": (3, 3), "municipal": (3, 4), "social": (2, 3), "police": (2, 2)},
    "social": {"town": (4, 4), "school": (2, 3), "street": (3, 4), "victims": (2, 3), "landlord": (2, 2)},
    "transport": {"town": (2, 2), "municipal": (3, 3), "police": (2, 3), "school": (1, 2)},
}  # fmt: skip
REMARKS = (
    Said("P1", "department", "Un seul poste suit vingt-quatre communes : nous lisons chaque compte rendu, "
         "mais nous ne venons qu'à une plénière sur trois. Prévenez-nous des points qui nous lient. (fictif)",
         "town", "L'ordre du jour dira désormais, point par point, quelle institution il lie. (fictif)"),
    Said("C10", "transport", "Nos médiateurs dépendent d'un marché signé en septembre : deux promesses "
         "attendaient cette signature. (fictif)"),
)  # fmt: skip
