"""What was said in the first of the two invented years: a start, habits, a crisis."""

from maillage.bodies.vocabulary import CommitmentState, DecisionMode, Family, Formation, ItemKind, StrategyUse
from maillage.site.demo.meeting_words import ANNEX, HALL, Held, Item, Promised

KEPT, PARTLY, BROKEN = CommitmentState.DELIVERED, CommitmentState.PARTLY, CommitmentState.NOT_DELIVERED
FOUNDING = Held("council", -690, 14, HALL, (
    Item("Règlement intérieur", ItemKind.DECISION, "town", "Deux plénières par an.",
         decision="Le règlement intérieur est adopté.", mode=DecisionMode.VOTE, votes=(9, 0, 2),
         bound=("town", "prefecture", "prosecutor", "department"),
         dissent=("department", "Deux plénières par an ne suffisent pas à décider ensemble."),
         spoke=("town", "prosecutor", "department")),
    Item("Une cellule de veille au Château", ItemKind.DECISION, "school",
         "Le collège et les éducateurs la demandent.", family=Family.SECONDARY,
         decision="Une cellule de veille se réunit dix fois l'an, sans nom au compte rendu.",
         bound=("town", "school", "street", "pjj"), promised=(
             Promised("school", "tenir le secrétariat de la cellule", "dix réunions", 300, KEPT,
                      "Huit comptes rendus."),
             Promised("street", "venir à chaque cellule", "dix réunions", 300, PARTLY, "Sept fois sur dix."),
         ), spoke=("school", "street", "pjj")),
    Item("Priorités nationales", ItemKind.INFORMATION, "prefecture", "La stratégie nationale est présentée.",
         strategy=StrategyUse.PRESENTED, spoke=("prefecture",)),
), excused=("victims",))  # fmt: skip
CRISIS = Held("council", -316, 18, HALL, (
    Item("Dégradations de trois nuits au parking Neustrie", ItemKind.DECISION, "town",
         "Chacun dit ce qu'il peut faire sous huit jours.", family=Family.SITUATIONAL,
         decision="Présence renforcée pendant deux semaines, éclairage provisoire, un point chaque vendredi.",
         bound=("town", "police", "transport"), promised=(
             Promised("police", "passer chaque soir entre 22 h et minuit", "quatorze soirs", 14, KEPT,
                      "Douze soirs sur quatorze."),
             Promised("town", "poser un éclairage provisoire", "deux mâts", 8, KEPT, "Posés en six jours."),
             Promised("transport", "prêter deux médiateurs", "deux semaines", 14, BROKEN),
         ), spoke=("town", "police", "transport", "prosecutor")),
), subject="Après les dégradations de Neustrie (fictif)", absent=("department", "pjj", "school"),
   formation=Formation.RESTRICTED, crisis="Dégradations répétées au parking Neustrie (fictif)")  # fmt: skip


def _statements(decided: str, *promised: Promised) -> tuple[Item, ...]:
    return (
        Item("Relevés du trimestre, parking par parking", ItemKind.INFORMATION, "transport",
             "Les relevés sont lus ; la méthode a changé au printemps.", family=Family.SITUATIONAL,
             spoke=("transport", "municipal")),
        Item("Ce que l'on fait d'ici la prochaine fois", ItemKind.DECISION, "municipal",
             "Chacun dit sa part.", family=Family.SITUATIONAL, decision=decided,
             bound=("municipal", "transport"), promised=promised, spoke=("municipal", "transport", "street")),
    )  # fmt: skip


def _round(decided: str, *promised: Promised) -> tuple[Item, ...]:
    return (
        Item("Tour des situations signalées, sans nom", ItemKind.DISCUSSION, "school",
             "Trois lieux suivis, aucun nom au compte rendu.", family=Family.SECONDARY,
             spoke=("school", "street", "municipal")),
        Item("Suites à donner", ItemKind.DECISION, "street", "Une suite par lieu.", family=Family.SOCIAL,
             decision=decided, bound=("street", "school"), promised=promised, spoke=("street", "social")),
    )  # fmt: skip


FIRST_YEAR: tuple[Held, ...] = (
    FOUNDING,
    Held("group", -645, 9, ANNEX, _statements(
        "Les relevés suivent une seule grille.",
        Promised("transport", "remplir la grille commune", "chaque mois", 90, PARTLY, "Un mois sur deux."),
    )),
    Held("watch", -630, 10, ANNEX, _round(
        "Les éducateurs passent au parc le mercredi.",
        Promised("street", "passer au parc", "chaque mercredi", 60, KEPT, "Neuf mercredis."),
    ), absent=("pjj",)),
    Held("group", -585, 9, ANNEX, _statements(
        "Une marche de nuit est faite avec les voyageurs.",
        Promised("municipal", "préparer la marche", "une soirée", 45, KEPT, "Faite, vingt personnes."),
        Promised("landlord", "prêter une salle", "une soirée", 45, KEPT, "Salle prêtée."),
    )),
    Held("watch", -570, 10, ANNEX, _round(
        "Le collège ouvre sa cour jusqu'à 18 h.",
        Promised("school", "ouvrir la cour", "deux soirs par semaine", 60, KEPT, "Deux soirs tenus."),
    )),
    Held("watch", -505, 10, ANNEX, _round(
        "La PJJ dit quelles mesures peuvent s'exercer ici.",
        Promised("pjj", "écrire la liste des mesures", "une page", 60, BROKEN),
    ), absent=("pjj", "social")),
    Held("group", -490, 9, ANNEX, _statements(
        "Les haies sont taillées avant l'hiver.",
        Promised("landlord", "tailler les haies de la résidence", "une fois", 60, BROKEN),
    ), absent=("police", "landlord")),
    Held("watch", -440, 10, ANNEX, _round(
        "Une permanence du CCAS se tient au collège.",
        Promised("social", "tenir la permanence", "une par mois", 90, KEPT, "Trois permanences."),
    )),
    Held("group", -388, 9, ANNEX, _statements(
        "Les horaires de fin de service sont donnés au collège.",
        Promised("transport", "donner les horaires", "un envoi", 20, KEPT, "Envoi reçu.", "school"),
    ), absent=("police",)),
    Held("watch", -365, 10, ANNEX, _round(
        "Deux lieux sont suivis de plus près.",
        Promised("municipal", "passer à la sortie du collège", "chaque jour", 40, KEPT, "Fait."),
    ), excused=("pjj",)),
    CRISIS,
    Held("group", -296, 9, ANNEX, _statements(
        "Les suites de la crise sont écrites.",
        Promised("municipal", "écrire le retour d'expérience", "deux pages", 30, PARTLY, "Une page."),
    ), excused=("landlord",)),
)  # fmt: skip
