"""Which figure claims to see which planted weakness, on which side, and which others speak of it."""

from dataclasses import dataclass

TARGET = 0.95  # area asked of the claimed figure at a marked intensity
MARKED = 0.7


@dataclass(frozen=True)
class Claim:
    """`low`: the weakness lowers the figure. `asked`: the target holds at the marked intensity."""

    indicator: str
    low: bool
    others: tuple[str, ...] = ()
    asked: bool = True
    pooled: str = ""  # the figure of a département, for what one partnership cannot show


CLAIMS: dict[str, Claim] = {
    "rare_meetings": Claim("R1m", True, ("R1", "R5")),
    "running_out": Claim("R3", True, ("R5",)),
    "crisis_only": Claim("R4", False),
    "great_absentees": Claim("P2m", True),
    "mere_presence": Claim("P5", False),
    "corridors": Claim("D1", True, ("D2",)),
    "facade": Claim("D2", True),
    "mono_sectoral": Claim("C2", False, ("C1",)),
    "vague_objectives": Claim("C4", True, ("C4c",)),
    "empty_sheets": Claim("C3s", True, ("C3",)),
    "ready_made": Claim("D6", True, ("C6",)),
    "loose_commitments": Claim("C9", True),
    "broken_commitments": Claim("C10", True),
    "recycled": Claim("C8", False),
    "state_leadership": Claim("D5", True, ("D6",)),
    "bilateral": Claim("D3", False, ("C11",)),
    "retention": Claim("I3", True, ("I1", "I2")),
    "one_way": Claim("I9", True),
    "sprinkling": Claim("M3", True, (), asked=False, pooled="M3m"),
    "substitution": Claim("M1", False),
    "video": Claim("M4", False),
    "paper_control": Claim("M5", True, ("M7",), asked=False, pooled="M5"),
    "person_dependence": Claim("H1m", True, (), asked=False),
    "lost_memory": Claim("H3", True),
    "no_first_line": Claim("P6", True, ("E5",)),
    "no_feedback": Claim("I8", True),
    "slow_alert": Claim("A1m", True, ("A2",), asked=False),
    "no_evaluation": Claim("E2", True, ("E1",)),
    "contract_no_coproduction": Claim("C12", False),
}
SIDES: dict[str, bool] = {"R1": True, "R5": True, "C1": True, "C11": True, "M7": True}
