"""What the invented partners of the demo wrote in their strategy: tree, sheets, pledges and words."""

from dataclasses import dataclass, field
from typing import Any

from maillage.contracts.vocabulary import (
    IndicatorKind,
    Nature,
    Origin,
    PreventionFamily,
    Source,
    Theme,
    Verdict,
)

TITLE = "Stratégie territoriale de sécurité et de prévention de Rezé (fictive)"


@dataclass(frozen=True)
class Aim:
    """An objective: its words, and of its six parts those that were found; the findings it answers."""

    text: str
    findings: tuple[int, ...] = ()
    parts: dict[str, Any] = field(default_factory=dict)
    origin: Origin = Origin.FINDING


@dataclass(frozen=True)
class Step:
    """A step of a sheet, its days counted from the start of the contract's last year."""

    title: str
    start: int
    end: int | None = None
    done: bool = False


@dataclass(frozen=True)
class Promised:
    """What an institution promises on a sheet; `day` counted as the steps; confirmed or not yet."""

    who: str
    deliverable: str
    quantity: str = ""
    day: int | None = None
    towards: str = ""
    confirmed: bool = True


@dataclass(frozen=True)
class Action:
    """A sheet as its partners wrote it; what is absent was not written."""

    title: str
    theme: Theme
    family: PreventionFamily
    pilot: str
    aims: tuple[int, ...] = ()  # objectives, in their order below, from 1
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    named: tuple[str, ...] = ()  # partners who promise nothing of their own
    promised: tuple[Promised, ...] = ()
    steps: tuple[Step, ...] = ()
    costs: tuple[tuple[Source, Nature, str, str | None], ...] = ()  # source, nature, payer, euros
    indicators: tuple[dict[str, Any], ...] = ()
    blocked: tuple[str, str] | None = None
    plan: Verdict | None = None


AXES: tuple[tuple[str, tuple[tuple[str, Origin, tuple[Aim, ...]], ...]], ...] = (
    (
        "Protéger les trajets et les lieux partagés",
        (
            (
                "Le trajet du collège",
                Origin.FINDING,
                (
                    Aim(
                        "Moins d'élèves évitent l'arrêt Balinière le soir",
                        (2,),
                        {
                            "indicator": "Part des élèves qui évitent l'arrêt",
                            "unit": "%",
                            "baseline": "38",
                            "target": "25",
                            "territory": "Arrêt Balinière et ses deux accès",
                            "public": "Élèves de deux collèges, environ 640",
                            "source": "questionnaire, 212 réponses",
                        },
                    ),
                ),
            ),
            (
                "Les parkings relais",
                Origin.FINDING,
                (
                    Aim(
                        "Moins de vols dans les véhicules aux trois parkings relais, en journée",
                        (1,),
                        {
                            "indicator": "Vols relevés par le réseau de transport",
                            "unit": "faits par mois",
                            "baseline": "11",
                            "target": "7",
                            "territory": "Trois parkings relais",
                            "public": "Usagers des parkings",
                            "source": "relevés du réseau, 14 mois",
                        },
                    ),
                ),
            ),
        ),
    ),
    (
        "Répondre ensemble aux conflits",
        (
            (
                "Une réponse commune aux conflits de voisinage",
                Origin.FINDING,
                (
                    Aim(
                        "Chaque conflit répété signalé par un gardien a une réponse sous quinze jours",
                        (3,),
                        {
                            "indicator": "Conflits ayant eu une réponse sous quinze jours",
                            "unit": "%",
                            "target": "80",
                            "territory": "Parc social de la commune",
                            "public": "Locataires",
                        },
                    ),
                ),
            ),
        ),
    ),
    (
        "Aider et réparer",
        (
            (
                "Les victimes de violences dans la famille",
                Origin.NATIONAL,
                (Aim("Renforcer l'accompagnement des victimes", (), {}, Origin.NATIONAL),),
            ),
            ("La prévention de la récidive des jeunes majeurs", Origin.DEPARTMENT, ()),
        ),
    ),
)

ACTIONS: tuple[Action, ...] = (
    Action(
        "Accompagner les départs du soir à l'arrêt Balinière",
        Theme.YOUTH,
        PreventionFamily.SOCIAL,
        "street",
        (1,),
        {
            "identite": {"existed_before": False, "findings": (2,), "opened_by": "school"},
            "contenu": {
                "public": "Élèves de deux collèges, environ 640",
                "territory": "Arrêt Balinière et ses deux accès",
                "in_priority_area": True,
                "content": "Une présence adulte de 17 h à 18 h, du lundi au jeudi "
                "hors vacances ; un point mensuel entre le collège, les éducateurs "
                "et les conducteurs ; un éclairage remis en service.",
            },
            "pilote": {"pilot": "street", "deputy": "town"},
            "moyens": {
                "human_means": "0,4 équivalent temps plein, sur postes existants.",
                "risks": "Report vers l'arrêt Pont-Rousseau ; sentiment d'être surveillé chez les élèves.",
            },
            "accords": {
                "common_action": True,
                "host": "transport",
                "first_line_consulted": "Deux conducteurs et une éducatrice, à la marche du 12 mai.",
                "inhabitants_consulted": "Quatorze habitants, à la marche du 12 mai.",
                "consultation_changed": "La présence commence à 17 h, et non à 16 h 30.",
            },
        },
        promised=(
            Promised("street", "tenir la présence du soir", "quatre soirs par semaine", 300),
            Promised("school", "annoncer les sorties décalées", "chaque vendredi", 330, "street"),
            Promised("town", "remettre l'éclairage en service", "six points lumineux", 60),
            Promised(
                "transport", "transmettre les incidents de la ligne", "", 345, "street", confirmed=False
            ),
        ),
        steps=(
            Step("Éclairage", 10, 60, done=True),
            Step("Présence du soir", 40, 185),
            Step("Présence du soir, rentrée", 245, 350),
            Step("Point mensuel", 70, done=True),
            Step("Point mensuel", 100, done=True),
            Step("Point mensuel", 130, done=True),
            Step("Bilan avec les élèves", 360),
        ),
        costs=(
            (Source.DEPARTMENT, Nature.STAFF, "department", "14800.00"),
            (Source.TOWN, Nature.EQUIPMENT, "town", "6200.00"),
            (Source.FIPD, Nature.RUNNING, "prefecture", None),
        ),
        indicators=(
            {
                "kind": IndicatorKind.RESULT.value,
                "name": "Élèves qui évitent l'arrêt",
                "unit": "%",
                "baseline": "38",
                "target": "25",
                "source": "questionnaire, 212 réponses",
            },
            {
                "kind": IndicatorKind.FOLLOW_UP.value,
                "name": "Soirs tenus sur soirs prévus",
                "unit": "%",
                "target": "90",
                "source": "feuille de présence",
            },
        ),
        plan=Verdict.FAVOURABLE,
    ),
    Action(
        "Surveiller ensemble les parkings relais",
        Theme.TRANSPORT,
        PreventionFamily.SITUATIONAL,
        "transport",
        (2,),
        {
            "identite": {
                "existed_before": True,
                "findings": (1,),
                "what_changed": "Passages calés sur les jours et heures des vols.",
            },
            "contenu": {
                "public": "Usagers des parkings",
                "territory": "Trois parkings relais",
                "in_priority_area": False,
                "content": "Passages communs aux heures des vols, affichage, taille des haies ; "
                "un relevé partagé chaque mois.",
            },
            "pilote": {"pilot": "transport"},
            "moyens": {"human_means": "Équipes existantes.", "risks": "Report vers le parking de la gare."},
        },
        promised=(
            Promised("transport", "envoyer le relevé des faits", "chaque mois, le 5", 340, "police"),
            Promised("police", "passer aux trois parkings", "deux passages par jour ouvré", 350),
            Promised("municipal", "passer aux trois parkings", "un passage par jour ouvré", 350),
        ),
        steps=(
            Step("Taille des haies", 30, 75, done=True),
            Step("Passages communs", 75, 350),
            Step("Revue des relevés", 210),
        ),
        costs=((Source.OWN, Nature.RUNNING, "transport", "4300.00"),),
        indicators=(
            {
                "kind": IndicatorKind.RESULT.value,
                "name": "Vols relevés aux parkings",
                "unit": "par mois",
                "baseline": "11",
                "target": "7",
                "source": "relevés du réseau",
            },
            {
                "kind": IndicatorKind.FOLLOW_UP.value,
                "name": "Passages faits sur passages prévus",
                "unit": "%",
                "source": "main courante",
            },
        ),
        plan=Verdict.FAVOURABLE,
    ),
    Action(
        "Une équipe commune pour les conflits de voisinage",
        Theme.HOUSING,
        PreventionFamily.SOCIAL,
        "landlord",
        (3,),
        {
            "identite": {"existed_before": False, "findings": (3,), "opened_by": "landlord"},
            "contenu": {
                "public": "Locataires du parc social",
                "territory": "Parc social de la commune",
                "in_priority_area": True,
                "content": "Une visite à deux, gardien et médiation, sous quinze jours ; "
                "un point toutes les six semaines sur les situations sans nom.",
            },
            "pilote": {"pilot": "landlord"},
        },
        named=("social", "municipal"),
        promised=(Promised("landlord", "prêter un local", "deux demi-journées par semaine", 120),),
        steps=(Step("Trouver le local", 45), Step("Visites à deux", 120, 350)),
        blocked=(
            "Le bail du local n'est pas signé.",
            "La signature du bail, attendue de la commission d'attribution de janvier.",
        ),
        plan=Verdict.RESERVED,
    ),
    Action(
        "Accueil des victimes au commissariat",
        Theme.VICTIMS,
        PreventionFamily.VICTIMS,
        "victims",
        (4,),
        {
            "identite": {"existed_before": True},
            "contenu": {
                "public": "Victimes",
                "territory": "Commissariat de secteur",
                "content": "Une permanence de l'association, sans rendez-vous.",
            },
            "pilote": {"pilot": "victims"},
            "accords": {"host": "police"},
        },
        named=("police", "prosecutor"),
        promised=(Promised("victims", "tenir une permanence", "deux demi-journées par semaine", 350),),
        steps=(Step("Permanence", 1, 350),),
        costs=(
            (Source.FIPD, Nature.RUNNING, "prefecture", "12000.00"),
            (Source.TOWN, Nature.RUNNING, "town", "5000.00"),
            (Source.OWN, Nature.RUNNING, "victims", "7000.00"),
        ),
        indicators=(
            {
                "kind": IndicatorKind.FOLLOW_UP.value,
                "name": "Personnes reçues",
                "unit": "personnes",
                "source": "registre de l'association",
            },
        ),
        plan=Verdict.FAVOURABLE,
    ),
    Action(
        "Vidéoprotection du centre",
        Theme.VIDEO,
        PreventionFamily.SITUATIONAL,
        "town",
        (),
        {
            "identite": {"existed_before": True},
            "contenu": {
                "territory": "Centre",
                "content": "Six caméras reliées au poste de police municipale.",
            },
            "pilote": {"pilot": "town"},
        },
        named=("police",),
        promised=(
            Promised("town", "poser les caméras", "six caméras", 200),
            Promised("municipal", "relever les images sur réquisition", "chaque réquisition", 350),
        ),
        costs=(
            (Source.FIPD, Nature.EQUIPMENT, "prefecture", "30000.00"),
            (Source.TOWN, Nature.EQUIPMENT, "town", "30000.00"),
        ),
    ),
    Action(
        "Améliorer le dialogue entre jeunes et institutions",
        Theme.YOUTH,
        PreventionFamily.SOCIAL,
        "town",
        (),
        {"contenu": {"public": "Jeunes"}, "pilote": {"pilot": "town"}},
        named=("police", "school", "pjj"),
    ),
)

WORDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "incident",
        "Un fait ou une tension noté le jour même, avec le lieu et l'heure, sans aucun nom.",
        ("town", "transport", "landlord", "school"),
    ),
    (
        "présence du soir",
        "Deux adultes au moins, reconnaissables, de 17 h à 18 h.",
        ("street", "school", "transport"),
    ),
    (
        "réponse commune",
        "Une visite faite à deux institutions, suivie d'un appel sous une semaine.",
        ("landlord",),
    ),
)
SIGNATORIES = ("town", "prefecture", "prosecutor", "department")
