"""What the invented partners are asked for and give to the diagnosis: requests, field work, positions."""

from dataclasses import dataclass

from maillage.diagnosis.vocabulary.gathered import Frequency, Instrument, RefusalMotive, Sampling


@dataclass(frozen=True)
class Asked:
    """Data asked of a holder: days from today for the request, its due day and the answer."""

    who: str
    source: str
    question: str
    asked: int | None
    due: int
    frequency: Frequency = Frequency.NONE
    categories: tuple[str, ...] = ()
    answered: int | None = None
    series: str = ""  # the figures that came: "clear" or "doubtful"
    note: str = ""
    refusal: RefusalMotive | None = None
    words: str = ""


REQUESTS = (
    Asked("transport", "Incidents par station", "Les incidents vont-ils d'un parking relais à l'autre ?",
          -85, -30, Frequency.QUARTERLY, ("vols dans les véhicules",), -33, "doubtful"),
    Asked("school", "Absences par niveau", "Les absences de fin de journée augmentent-elles ?", -85, -30,
          Frequency.QUARTERLY, ("absences non justifiées",), -48, "clear",
          "Demi-journées saisies par la vie scolaire ; aucun changement de logiciel. (fictif)"),
    Asked("landlord", "Troubles signalés par résidence", "Où les gardiens signalent-ils des troubles ?",
          -85, -30, answered=-60, refusal=RefusalMotive.SECRECY,
          words="Les fichiers nomment les locataires ; aucun tri n'est possible cette année. (fictif)"),
    Asked("prosecutor", "Suites judiciaires des vols dans les véhicules",
          "Quelle part des faits constatés reçoit une réponse pénale ?", -62, -12),
    Asked("victims", "Personnes accueillies à la permanence", "La permanence répond-elle à la demande ?",
          -9, 26, Frequency.MONTHLY),
    Asked("department", "Informations préoccupantes, nombres par an",
          "Le nombre d'informations préoccupantes a-t-il changé ?", None, 45, Frequency.YEARLY),
)  # fmt: skip
SERIES = {
    "doubtful": (("vols dans les véhicules", (31, 28, 35, 30)), ("vols dans les véhicules", (29, 12, 9))),
    "clear": (("absences non justifiées", (212, 198, 205, 220)),
              ("absences non justifiées", (219, 207, 211, 226))),
}  # fmt: skip
PLACES = {"transport": "parking relais Neustrie (fictif)", "school": "collège (fictif)"}


@dataclass(frozen=True)
class Listened:
    """A survey or a walk: when, with whom, how many, and the coded answers."""

    instrument: Instrument
    title: str
    place: str
    days: tuple[int, int]
    public: str
    target: int
    sample: int
    sampling: Sampling
    method: str
    lesson: str
    who: str
    codes: tuple[tuple[str, str, int], ...]


FIELD = (
    Listened(
        Instrument.PERCEPTION, "Questionnaire aux collégiens (fictif)", "trois collèges", (-150, -120),
        "élèves de la sixième à la troisième", 640, 212, Sampling.OPEN,
        "Papier, en classe, sans nom. Les volontaires ne représentent pas tous les élèves.",
        "L'arrêt Balinière est évité le soir.", "school",
        (("Évitez-vous un lieu ?", "arrêt Balinière", 84), ("Évitez-vous un lieu ?", "parc", 31),
         ("Évitez-vous un lieu ?", "aucun", 97), ("À quel moment ?", "après 17 h", 102),
         ("À quel moment ?", "à midi", 13)),
    ),
    Listened(
        Instrument.WALK, "Marche exploratoire, Neustrie et Balinière (fictive)", "de Neustrie à Balinière",
        (-95, -95), "habitantes et habitants du Château", 14, 14, Sampling.ALL,
        "Deux heures à la tombée du jour ; trois haltes ; réponses codées par deux personnes.",
        "L'éclairage manque sur quatre-vingts mètres.", "town",
        (("Qu'est-ce qui gêne ?", "éclairage absent", 11), ("Qu'est-ce qui gêne ?", "haies hautes", 7),
         ("Qu'est-ce qui rassure ?", "commerce ouvert", 9)),
    ),
)  # fmt: skip
SIGNED = {1: ("town", "police", "transport", "prosecutor"), 2: ("school", "street"), 3: ("town",)}
DISSENT = (
    3,
    "landlord",
    "Une réponse commune existe dans deux résidences ; nul ne l'a étudiée. (fictif)",
)
PRIORITIES = (
    ("Les parkings relais", (1,), "town", "Le constat le plus partagé, et des moyens à portée. (fictif)"),
    ("Le trajet du collège", (2,), "school", "Les élèves le disent, les adultes l'ignoraient. (fictif)"),
    ("Une réponse commune aux conflits de voisinage", (3,), "landlord", "Chacun agit seul. (fictif)"),
)
