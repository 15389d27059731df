"""What was said at the invented meetings of the demonstration: items, decisions, promises."""

from dataclasses import dataclass

from maillage.bodies.vocabulary import CommitmentState, DecisionMode, Family, Formation, ItemKind, StrategyUse


@dataclass(frozen=True)
class Promised:
    """What an institution promised at a meeting; `state` is what came of it, `days` its delay to do it."""

    who: str
    words: str
    quantity: str = ""
    days: int = 60
    state: CommitmentState = CommitmentState.DELIVERED
    evidence: str = ""
    towards: str = ""


@dataclass(frozen=True)
class Item:
    """One item of an agenda, and what came of it."""

    title: str
    kind: ItemKind
    proposer: str
    notes: str = ""
    minutes: int = 20
    family: Family = Family.NONE
    strategy: StrategyUse = StrategyUse.NONE
    decision: str = ""
    mode: DecisionMode = DecisionMode.CONSENSUS
    votes: tuple[int | None, int | None, int | None] = (None, None, None)
    bound: tuple[str, ...] = ()
    dissent: tuple[str, str] = ("", "")
    promised: tuple[Promised, ...] = ()
    spoke: tuple[str, ...] = ()
    carried: bool = False  # to the next meeting of the body


@dataclass(frozen=True)
class Held:
    """A meeting: its body, how many days from today, what it treats, who did not come or has not answered."""

    body: str
    days: int
    hour: int
    place: str
    items: tuple[Item, ...]
    subject: str = ""
    absent: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    formation: Formation | None = None  # the usual one of its body
    crisis: str = ""  # the event that provoked it, four days before


HALL, ANNEX = "Hôtel de ville, salle du conseil", "Maison des associations, salle 2"
OLD_PLENARY = Held("council", -520, 14, HALL, (
    Item("Présentation du diagnostic et de sa méthode", ItemKind.INFORMATION, "town",
         "Le diagnostic est présenté. Trois sources manquent encore.", spoke=("town", "police", "school")),
    Item("Calendrier des données à partager", ItemKind.DECISION, "town",
         "Chaque détenteur donne une date.", decision="Chaque détenteur de données transmet sa série "
         "avant la fin du trimestre, avec une note de méthode.", bound=("police", "school", "landlord"),
         promised=(
             Promised("landlord", "transmettre les troubles signalés par résidence", "chaque trimestre", 75,
                      evidence="Quatre envois reçus."),
             Promised("school", "transmettre l'absentéisme par niveau", "chaque trimestre", 75,
                      CommitmentState.PARTLY, "Deux envois sur quatre."),
             Promised("police", "transmettre les faits par secteur", "chaque mois", 60,
                      CommitmentState.NOT_DELIVERED),
         ), spoke=("police", "school", "landlord")),
), absent=("department", "victims"), excused=("prosecutor",))  # fmt: skip
MIDDLE_PLENARY = Held("council", -250, 14, HALL, (
    Item("Priorités du prochain contrat", ItemKind.DISCUSSION, "town",
         "Trois priorités se dégagent : parkings relais, trajet du collège, conflits de voisinage.",
         family=Family.SITUATIONAL, spoke=("town", "transport", "school", "street")),
    Item("Stratégie départementale de prévention", ItemKind.INFORMATION, "prefecture",
         "La stratégie est présentée. Pas de question.", strategy=StrategyUse.PRESENTED,
         spoke=("prefecture",)),
    Item("Créer un groupe sur les parkings relais", ItemKind.DECISION, "transport",
         "Le groupe se réunit tous les deux mois.", family=Family.SITUATIONAL,
         decision="Un groupe « Parkings relais et tramway » est créé ; il rend compte à chaque plénière.",
         bound=("town", "police", "transport", "landlord"), promised=(
             Promised("transport", "poser douze caméras et deux éclairages au parking Neustrie", "14 points",
                      200, CommitmentState.PARTLY, "Neuf caméras posées, éclairages commandés."),
             Promised("town", "tailler les haies du parking Neustrie", "une fois l'an", 45,
                      evidence="Fait en mars."),
         ), spoke=("transport", "police", "town")),
), absent=("department",), excused=("pjj",))  # fmt: skip
LAST_PLENARY = Held("council", -70, 14, HALL, (
    Item("Ce que les partenaires avaient promis", ItemKind.INFORMATION, "town",
         "Onze engagements passés en revue.", spoke=("town", "landlord", "transport")),
    Item("Présence en soirée à l'arrêt Balinière", ItemKind.DECISION, "school",
         "Le collège demande une présence d'adultes de 17 h à 18 h 30.", family=Family.SOCIAL,
         decision="Une présence d'éducateurs et de médiateurs est assurée à l'arrêt Balinière deux soirs "
         "par semaine, jusqu'aux vacances de printemps.", mode=DecisionMode.VOTE, votes=(8, 1, 1),
         bound=("street", "town", "transport"),
         dissent=("police", "Aucun fait n'est enregistré à cet arrêt depuis dix-huit mois : d'autres lieux "
                  "passent avant."),
         promised=(
             Promised("street", "assurer deux soirs par semaine à l'arrêt Balinière", "2 soirs par semaine",
                      120, CommitmentState.OPEN),
             Promised("transport", "détacher un médiateur le mardi", "1 soir par semaine", 40,
                      CommitmentState.OPEN, towards="street"),
             Promised("school", "recueillir l'avis des élèves avant et après", "2 questionnaires", 30,
                      CommitmentState.OPEN),
         ), spoke=("school", "street", "police", "transport")),
    Item("Conflits de voisinage au Château", ItemKind.DISCUSSION, "landlord",
         "Le point demande plus de temps : il est repris à la prochaine plénière.", family=Family.SOCIAL,
         spoke=("landlord", "street"), carried=True),
), absent=("department", "pjj"), excused=("victims",))  # fmt: skip
NEXT_PLENARY = Held("council", 24, 14, HALL, (
    Item("Présence à l'arrêt Balinière : premier bilan", ItemKind.INFORMATION, "street", minutes=20),
    Item("Calendrier du prochain contrat", ItemKind.DECISION, "town", minutes=25),
), silent=("department", "pjj", "police"), excused=("victims",))  # fmt: skip
GROUP_WORDS = (
    Item("Relevés du trimestre, parking par parking", ItemKind.INFORMATION, "transport",
         "Les vols baissent à Neustrie, pas à Trocardière.", family=Family.SITUATIONAL,
         spoke=("transport", "police", "municipal")),
    Item("Passages coordonnés le mardi et le jeudi", ItemKind.DECISION, "municipal",
         "Un calendrier commun est tenu.", family=Family.SITUATIONAL,
         decision="Police municipale et police nationale se partagent les passages du mardi et du jeudi.",
         bound=("municipal", "police"), promised=(
             Promised("municipal", "tenir le calendrier commun des passages", "chaque semaine", 50,
                      evidence="Calendrier à jour."),
         ), spoke=("municipal", "police")),
)  # fmt: skip
WATCH_WORDS = (
    Item(
        "Tour des situations signalées, sans nom",
        ItemKind.DISCUSSION,
        "school",
        "Deux lieux suivis, aucun nom au compte rendu.",
        family=Family.SECONDARY,
        spoke=("school", "street", "social"),
    ),
)
MEETINGS: tuple[Held, ...] = (
    OLD_PLENARY,
    Held("group", -240, 9, ANNEX, GROUP_WORDS, absent=("police",)),
    MIDDLE_PLENARY,
    Held("watch", -190, 10, ANNEX, WATCH_WORDS, excused=("pjj",)),
    Held("group", -170, 9, ANNEX, GROUP_WORDS[:1]),
    Held("watch", -130, 10, ANNEX, WATCH_WORDS, absent=("pjj",)),
    Held("group", -110, 9, ANNEX, GROUP_WORDS[:1], excused=("landlord",)),
    LAST_PLENARY,
    Held("watch", -60, 10, ANNEX, WATCH_WORDS),
    Held("group", -35, 9, ANNEX, GROUP_WORDS, absent=("police",)),
    Held("watch", -6, 10, ANNEX, WATCH_WORDS, excused=("social",)),
    NEXT_PLENARY,
    Held("group", 12, 9, ANNEX, GROUP_WORDS[:1]),
    Held("watch", 40, 10, ANNEX, WATCH_WORDS[:0]),
)
