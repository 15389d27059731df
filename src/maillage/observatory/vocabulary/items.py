"""The twelve sentences of the self-assessment: written in this house, not validated by any study."""

from dataclasses import dataclass

from maillage.kernel import Term
from maillage.observatory.vocabulary.indicator import Family


class Notice(Term):
    NOT_VALIDATED = (
        "not_validated",
        "Questionnaire maison, écrit avec ce logiciel : aucune étude ne l'a validé. Il sert à ouvrir une"
        " discussion, pas à mesurer.",
    )


class Agreement(Term):
    """How far a person agrees with a sentence; the value is kept as a number."""

    NOT_AT_ALL = "1", "pas du tout d'accord"
    RATHER_NOT = "2", "plutôt pas d'accord"
    NEITHER = "3", "ni l'un ni l'autre"
    RATHER = "4", "plutôt d'accord"
    WHOLLY = "5", "tout à fait d'accord"


class Sentence(Term):
    RHYTHM = "rythme", "Nous nous réunissons assez souvent pour avancer."
    COMING = "venue", "Les institutions dont nous avons besoin viennent aux réunions."
    BRINGING = "apport", "Ceux qui viennent apportent quelque chose au travail commun."
    FIELD = "terrain", "Les agents de terrain sont entendus."
    TOGETHER = "ensemble", "Nos actions sont menées à plusieurs institutions."
    ORIGIN = "origine", "Nos actions naissent d'une discussion commune."
    WORD = "parole", "Chacun tient ce qu'il a promis, à temps."
    DECIDED = "decision", "Ce qui compte se décide dans nos instances."
    ANSWERED = "reponse", "Quand je demande une information, je l'obtiens."
    HEARD_BACK = "retour", "Quand je signale quelque chose, on me dit ce qui en est advenu."
    HANDED_OVER = "passation", "Quand une personne part, le travail continue."
    REVIEWED = "revue", "Nous revenons sur nos actions et nous changeons ce qui ne va pas."


@dataclass(frozen=True)
class Item:
    """One sentence; `indicator` is the figure of the records that speaks of the same thing."""

    sentence: Sentence
    family: Family
    indicator: str

    @property
    def key(self) -> str:
        """Its short name, under which scores are kept."""
        return str(self.sentence.value)

    @property
    def words(self) -> str:
        """The sentence, in French."""
        return self.sentence.label


ITEMS = (
    Item(Sentence.RHYTHM, Family.RHYTHM, "R5"),
    Item(Sentence.COMING, Family.PRESENCE, "P1"),
    Item(Sentence.BRINGING, Family.PRESENCE, "P5"),
    Item(Sentence.FIELD, Family.PRESENCE, "P6"),
    Item(Sentence.TOGETHER, Family.CONTENT, "C1"),
    Item(Sentence.ORIGIN, Family.CONTENT, "C7"),
    Item(Sentence.WORD, Family.CONTENT, "C10"),
    Item(Sentence.DECIDED, Family.DECISION, "D1"),
    Item(Sentence.ANSWERED, Family.INFORMATION, "I3"),
    Item(Sentence.HEARD_BACK, Family.INFORMATION, "I8"),
    Item(Sentence.HANDED_OVER, Family.PEOPLE, "H3"),
    Item(Sentence.REVIEWED, Family.EVALUATION, "E2"),
)
BY_KEY = {item.key: item for item in ITEMS}
