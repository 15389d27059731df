"""The pathologies: one change of parameters each, its side effects, the figure that claims to see it.

Names are the contract of `--profile`. Intensity x multiplies the change; x = 1 is the state the literature
describes, as we translate it (assumption). Changes of several profiles add up.
"""

from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np

from maillage.kernel import BadInput
from maillage.scenario.draws import Reals
from maillage.scenario.vocabulary import SOUND


@dataclass(frozen=True)
class Profile:
    """A planted weakness: its changes at x = 1, on the scale of each parameter, and who claims to see it."""

    name: str
    fr: str
    claimed_by: tuple[str, ...]
    main: dict[str, float]
    side: dict[str, float] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)  # what a rate or share is multiplied by
    of_a_departement: bool = False

    @property
    def moved(self) -> set[str]:
        """The parameters it changes."""
        return {*self.main, *self.side, *self.times}

    def changes(self, x: Reals) -> dict[str, Reals]:
        """What to add at each intensity; a factor goes in a straight line from 1 to its value."""
        added = {name: x * change for name, change in {**self.main, **self.side}.items()}
        return added | {name: np.log1p((factor - 1) * x) for name, factor in self.times.items()}


_ROWS = (
    Profile(
        "rare_meetings", "réunions rares", ("R1m", "R1", "R5", "R2"),
        {"plenary": -0.85, "held": -2.5}, {"kept": -0.6, "in_body": -0.8},
        {"restricted": 0.2, "groups": 0.2, "watch": 0.1},
    ),
    Profile(
        "running_out", "essoufflement", ("R3", "R5"), {"running": -1.8}, {"attendance": -0.5, "kept": -0.4},
    ),
    Profile(
        "crisis_only", "réunions de crise seulement", ("R4",),
        {"crisis_extra": 8.0}, {"reviews": -0.6}, {"restricted": 0.25, "groups": 0.25, "watch": 0.25},
    ),
    Profile(
        "great_absentees", "grands absents", ("P2m", "P2"),
        {"absentees": -4.5}, {"judicial": -0.7, "reciprocity": -0.3},
    ),
    Profile(
        "mere_presence", "simple présence", ("P5",),
        {"passive": 4.0}, {"joint": -0.4, "reciprocity": -0.6, "attendance": 0.2},
    ),
    Profile(
        "corridors", "décisions de couloir", ("D1", "D2"),
        {"in_body": -3.5, "dissent": -3.0, "withdrawn": 1.2, "offstage": 9.0}, {"decision_items": -1.0},
    ),
    Profile("facade", "unité de façade", ("D2",), {"dissent": -4.0, "withdrawn": 1.0}),
    Profile(
        "mono_sectoral", "contrat mono-sectoriel", ("C2", "C1"),
        {"joint": -3.2, "single": 3.2}, {"joint_origin": -1.5, "reciprocity": -0.8},
    ),
    Profile(
        "vague_objectives", "objectifs vagues", ("C4", "C5"),
        {"objective_elements": -3.2, "inflation": 0.8},
        {"sheets": -0.6, "imprecise": 0.8, "indicators": -0.8},
    ),
    Profile(
        "empty_sheets", "fiches vides", ("C3",), {"fields": -3.0}, {"imprecise": 1.2, "indicators": -0.7},
    ),
    Profile(
        "ready_made", "prêt-à-porter", ("D6", "C6"), {"local": -3.5, "link": -1.5}, {"joint_origin": -0.8},
    ),
    Profile("loose_commitments", "engagements lâches", ("C9",), {"elements": -3.5}, {"kept": -0.3}),
    Profile("broken_commitments", "engagements non tenus", ("C10",), {"kept": -2.8}, {"feedback": -0.3}),
    Profile(
        "recycled", "actions recyclées", ("C8",), {"existing": 3.2}, {"joint_origin": -1.5, "link": -0.7},
    ),
    Profile(
        "state_leadership", "conduite par l'État", ("D5", "D6", "M2"),
        {"proposer_core": 2.6, "core_only": 2.8}, {"local": -1.5, "state_share": 0.8, "passive": 0.5},
    ),
    Profile(
        "bilateral", "retour au bilatéral", ("D3", "C11"),
        {"two_party": 3.0}, {"reciprocity": -1.2, "joint": -0.5}, {"group_count": 0.7},
    ),
    Profile(
        "retention", "rétention d'information", ("I3", "I1", "I2"),
        {"answers": -3.0, "statements": -2.5, "judicial": -1.8}, {"doubtful": 1.2, "core_gives": -1.0},
    ),
    Profile(
        "one_way", "information à sens unique", ("I9",),
        {"core_gives": -2.5}, {"feedback": -0.8, "answers": -0.6},
    ),
    Profile(
        "sprinkling", "saupoudrage", ("M3m", "M3"),
        {"elasticity": -1.2, "small": -1.0}, {"priority_link": -0.7}, of_a_departement=True,
    ),
    Profile("substitution", "substitution", ("M1",), {"substitution": 3.6}, {"existing": 1.0, "link": -0.5}),
    Profile("video", "tout-vidéo", ("M4",), {"video": 3.2}, {"link": -0.3}),
    Profile(
        "paper_control", "contrôle de papier", ("M5", "M6", "M7"),
        {"control": -2.5, "recovery": -2.0, "refused": -2.5}, of_a_departement=True,
    ),
    Profile(
        "person_dependence", "tout sur une personne", ("H1m", "H1"), {"pilot_concentration": 1.0},
        {"handover": -0.8},
    ),
    Profile(
        "lost_memory", "mémoire perdue", ("H3", "H2"),
        {"turnover": 1.3, "handover": -2.6, "vacancy": 0.9}, {"kept": -0.4},
    ),
    Profile(
        "no_first_line", "sans la première ligne", ("P6", "E5"),
        {"first_line_attendance": -1.8},
        {"feedback": -0.8, "first_line_training": -1.5, "first_line_evaluation": -1.5},
        {"first_line": 0.1, "signals": 0.4},
    ),
    Profile(
        "no_feedback", "sans retour", ("I8",), {"feedback": -3.2}, {"closed": -1.0}, {"signals": 0.7},
    ),
    Profile("slow_alert", "alertes lentes", ("A1m", "A1", "A2"), {"alert_hours": 1.6}, {"closed": -1.5}),
    Profile(
        "no_evaluation", "sans évaluation", ("E2", "E1"),
        {"reviews": -3.5, "indicators": -2.5}, {"decision": -1.2}, {"evaluations": 0.05},
    ),
    Profile(
        "contract_no_coproduction", "contrat sans coproduction", ("C12",),
        {"joint": -2.2, "single": 2.0, "joint_origin": -2.4, "passive": 2.8, "reviews": -2.0,
         "plenary": -0.5},
        {"objective_elements": -1.0, "elements": -1.0, "existing": 1.0, "reciprocity": -1.0},
        {"evaluations": 0.1},
    ),
)  # fmt: skip
PROFILES = {row.name: row for row in _ROWS}
FRANCE_2009, MALAISE = "france-2009", "malaise"  # malaise: three profiles each on average, without margins
NAMES = (SOUND, *PROFILES, FRANCE_2009, MALAISE)


def parse(text: str, intensity: float = 1.0) -> dict[str, float]:
    """`a:0.7,b:0.4` as intensities by profile; a bare name takes `intensity`. Raises BadInput."""
    asked: dict[str, float] = {}
    for part in text.split(","):
        name, _, given = part.strip().partition(":")
        if name not in NAMES:
            raise BadInput(_unknown(name))
        asked[name] = _intensity(given, intensity)
    for alone in {FRANCE_2009, MALAISE} & set(asked):
        if len(asked) > 1:
            raise BadInput(f"Le profil « {alone} » ne se combine pas avec un autre : donnez-le seul.")
    return asked


def _unknown(name: str) -> str:
    near = get_close_matches(name, NAMES, n=3, cutoff=0.4)
    hint = f" Voulez-vous dire {' ou '.join(near)} ?" if near else ""
    return f"Le profil « {name} » n'existe pas.{hint} Profils : {', '.join(NAMES)}."


def _intensity(given: str, default: float) -> float:
    try:
        x = float(given) if given else float(default)
    except ValueError:
        raise BadInput(
            f"L'intensité « {given} » n'est pas un nombre : donnez une valeur de 0 à 1, par exemple 0.7."
        ) from None
    if not 0 <= x <= 1:
        raise BadInput(f"L'intensité {x:g} sort de l'intervalle : donnez une valeur de 0 à 1.")
    return x


def shifts(asked: dict[str, Reals]) -> dict[str, Reals]:
    """The change of each parameter, a partnership; `asked`: intensities by profile."""
    total: dict[str, Reals] = {}
    for name, x in asked.items():
        for parameter, change in (PROFILES[name].changes(x) if name in PROFILES else {}).items():
            total[parameter] = total.get(parameter, np.zeros(len(x))) + change
    return total
