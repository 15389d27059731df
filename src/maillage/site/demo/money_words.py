"""What the invented partners of the demo asked for, what funders answered, and what became of the money."""

from dataclasses import dataclass, field
from typing import Any

from maillage.funding.vocabulary import Account, FundKind, OpinionVerdict, RefusalReason

SOURCE = "règle de la préfecture (fictive)"


@dataclass(frozen=True)
class Opined:
    """An opinion on a request: whose, which, why."""

    who: str
    verdict: OpinionVerdict
    words: str


@dataclass(frozen=True)
class Paid:
    """An instalment, its day counted from the decision; paid or only planned."""

    euros: str
    days: int
    done: bool = True


@dataclass(frozen=True)
class Told:
    """What the financial report says: what was done, the gaps, and the sum spent of each line."""

    done: str
    gaps: str
    results: str
    people: int
    actual: tuple[str, ...]  # in the order of the plan: charges, then produits


@dataclass(frozen=True)
class Given:
    """A grant and what follows it."""

    euros: str
    reason: str
    convention: str = ""  # its reference
    paid: tuple[Paid, ...] = ()
    told: Told | None = None
    conditions: tuple[tuple[str, str, bool], ...] = ()  # words, euros, met
    recovered: tuple[str, str, str] | None = None  # asked back, why, already repaid


@dataclass(frozen=True)
class Asking:
    """A request: who asks which fund, in which year, for what, and how far it went."""

    title: str
    applicant: str
    fund: FundKind
    when: str  # « last »: the year before; « this »: this year; « open »: the call that is open
    asked: str
    costs: tuple[tuple[str, Account, str], ...]  # none: those of the sheet
    incomes: tuple[tuple[str, FundKind | None, str], ...]
    texts: dict[str, Any] = field(default_factory=dict)
    place: str = "44143"
    area: bool | None = False
    sheet: int | None = None  # from this sheet: its costs come with it when they are of the year
    priority: int | None = None  # of the call, from 1
    video: bool = False
    opinions: tuple[Opined, ...] = ()
    given: Given | None = None
    refused: tuple[RefusalReason, str] | None = None
    returned: str = ""
    stops: str = "filed"  # « draft », « validated » or « filed »


RULES: tuple[tuple[FundKind, dict[str, str], bool, str], ...] = (
    (FundKind.FIPD, {"ceiling": "50", "floor": "1000", "threshold": "1500"}, True, SOURCE),
    (FundKind.MILDECA, {"ceiling": "80", "floor": "1500"}, False, SOURCE),
    (FundKind.CAF, {"most": "5000"}, False, "règlement d'aide de la caisse (fictif)"),
)  # fund, amounts, equipment admitted, who says so
# title, weight, titles of the priorities of the contract that it meets
PRIORITIES = (
    ("Protéger et accompagner les victimes", 40, ("Les victimes de violences dans la famille",)),
    ("Prévenir la délinquance des jeunes", 40, ("Le trajet du collège",)),
    ("Tranquillité publique", 20,
     ("Les parkings relais", "Une réponse commune aux conflits de voisinage")),
)  # fmt: skip
CALL_WORDS = "Actions nouvelles, mesurées, en lien avec la stratégie territoriale. Appel fictif."
YES, NO, BUT = OpinionVerdict.FAVOURABLE, OpinionVerdict.UNFAVOURABLE, OpinionVerdict.RESERVED
FIPD, TOWN = FundKind.FIPD, FundKind.TOWN

ASKED: tuple[Asking, ...] = (
    Asking(
        "Permanences pour les victimes au commissariat", "victims", FIPD, "last", "9000",
        (("Juriste, 0,4 poste", Account.A64, "15000"), ("Interprètes", Account.A62, "3000")),
        (("FIPD", FIPD, "9000"), ("Ville de Rezé", TOWN, "5000"), ("Fonds propres", None, "4000")),
        {"object": "Deux demi-journées d'accueil par semaine, sans rendez-vous.",
         "objectives": "Recevoir 240 personnes dans l'année, toutes sous huit jours.",
         "public": "Victimes du bassin de vie", "people": 240, "means": "0,4 poste de juriste.",
         "evaluation": "Registre anonyme des passages, relevé chaque trimestre.",
         "indicators": "Personnes reçues : 240"},
        priority=1,
        opinions=(Opined("town", YES, "L'action est attendue, et ses horaires sont tenus."),),
        given=Given(
            "8000", "L'action répond à la première priorité de l'appel.", "FIPD-R-014 (fictive)",
            (Paid("6400", 25), Paid("1600", 200)),
            Told("92 permanences tenues sur 96.",
                 "Moins d'interprètes que prévu : 11 séances au lieu de 30. La Ville a complété.",
                 "198 personnes reçues, 171 sous huit jours.", 198,
                 ("15200", "1100", "8000", "5000", "3300")),
        ),
    ),
    Asking(
        "Médiation du soir dans le parc social", "landlord", FIPD, "last", "9000",
        (("Deux médiateurs, 18 h à 22 h", Account.A62, "20000"),),
        (("FIPD", FIPD, "9000"), ("Habitat du Seil", None, "11000")),
        {"object": "Une présence à deux, trois soirs par semaine, dans quatre résidences.",
         "objectives": "Répondre à 80 % des appels le soir même.", "public": "Locataires", "people": 900,
         "means": "Deux médiateurs d'un prestataire.", "evaluation": "Cahier des appels, sans nom.",
         "indicators": "Appels ayant eu une réponse le soir même : 80 %"},
        area=True, priority=3,
        opinions=(Opined("town", YES, "Quatre résidences en ont besoin."),),
        given=Given(
            "9000", "Besoin montré par les gardiens.", "FIPD-R-021 (fictive)",
            (Paid("7200", 40),),
        ),
    ),
    Asking(
        "Actions diverses auprès des jeunes", "social", FIPD, "last", "6000",
        (("Animations", Account.A62, "12000"),),
        (("FIPD", FIPD, "6000"), ("Ville de Rezé", TOWN, "6000")),
        {"object": "Diverses actions selon les besoins.", "objectives": "Améliorer le vivre-ensemble.",
         "public": "Jeunes"},
        area=True,
        opinions=(Opined("town", BUT, "L'intention est bonne ; les actions sont à décrire."),),
        refused=(RefusalReason.IMPRECISE,
                 "Ni dates, ni nombre de jeunes, ni résultat attendu : la demande ne peut pas être jugée."),
    ),
    Asking(
        "Chantiers éducatifs de l'été", "street", FIPD, "last", "8000",
        (("Encadrants", Account.A64, "13000"), ("Outils et repas", Account.A60, "3000")),
        (("FIPD", FIPD, "8000"), ("Département", FundKind.DEPARTMENT, "8000")),
        {"object": "Quatre chantiers d'une semaine, huit jeunes chacun.",
         "objectives": "32 jeunes, dont 20 orientés ensuite vers un emploi ou une formation.",
         "public": "16 à 21 ans", "people": 32, "means": "Deux encadrants, un local prêté.",
         "evaluation": "Bilan avec chaque jeune, à la fin et à six mois.",
         "indicators": "Jeunes orientés : 20"},
        place="44190", area=True, priority=2,
        opinions=(Opined("town", NO, "Deux chantiers sur quatre seraient hors de la commune."),),
        given=Given(
            "6000", "L'action sert trois communes ; l'avis défavorable est entendu par une condition.",
            "FIPD-R-022 (fictive)", (Paid("4800", 60), Paid("1200", 220)),
            Told("Quatre chantiers tenus.", "Un encadrant de moins la dernière semaine.",
                 "29 jeunes, 17 orientés.", 29, ("12300", "2900", "6000", "9200")),
            (("Tenir au moins deux chantiers à Rezé.", "2000", True),
             ("Remettre un bilan à six mois.", "1000", False)),
        ),
    ),
    Asking(
        "Marches de nuit aux arrêts du tramway", "transport", FIPD, "last", "5000",
        (("Animation et compte rendu", Account.A62, "10000"),),
        (("FIPD", FIPD, "5000"), ("Réseau de transport du Seil", None, "5000")),
        {"object": "Dix marches avec des usagers, et une liste de travaux après chacune.",
         "objectives": "120 usagers, 30 travaux faits dans l'année.", "public": "Usagers", "people": 120,
         "means": "Un bureau d'études.", "evaluation": "Travaux faits sur travaux demandés.",
         "indicators": "Travaux faits : 30"},
        place="44109", priority=3,
        opinions=(Opined("town", YES, "Trois arrêts de Rezé sont concernés."),),
        given=Given(
            "5000", "Action utile à trois communes.", "FIPD-R-023 (fictive)", (Paid("5000", 45),),
            Told("Six marches tenues sur dix.", "Quatre marches annulées : le prestataire a cessé.",
                 "74 usagers, 19 travaux faits.", 74, ("6000", "5000", "1000")),
            recovered=("2000", "Quatre marches sur dix n'ont pas eu lieu.", "800"),
        ),
    ),
    Asking(
        "Théâtre-forum sur le harcèlement", "school", FIPD, "last", "3000",
        (("Compagnie de théâtre", Account.A62, "4200"), ("Transport des classes", Account.A62, "1800")),
        (("FIPD", FIPD, "3000"), ("Collège", None, "3000")),
        {"object": "Huit séances, une par classe de cinquième et de quatrième.",
         "objectives": "220 élèves ; deux adultes formés par classe.", "public": "Élèves", "people": 220,
         "means": "Une compagnie, une salle prêtée.", "evaluation": "Questionnaire avant et après.",
         "indicators": "Élèves touchés : 220"},
        priority=2,
        opinions=(Opined("town", YES, "Demandé par les parents comme par les professeurs."),),
        given=Given(
            "3000", "Action précise et mesurée.", "FIPD-R-027 (fictive)", (Paid("3000", 40),),
            Told("Huit séances tenues.", "Le transport a coûté moins que prévu.", "214 élèves.", 214,
                 ("4200", "1200", "3000", "2400")),
        ),
    ),
    Asking(
        "Accueil des victimes, seconde année", "victims", FIPD, "this", "12000", (), (),
        {"people": 260, "means": "0,6 poste de juriste.",
         "evaluation": "Registre anonyme des passages, relevé chaque trimestre.",
         "indicators": "Personnes reçues : 260"},
        sheet=4,
        opinions=(Opined("town", YES, "La permanence est connue et utile."),),
        given=Given("12000", "Action reconduite, résultats montrés.", "FIPD-R-031 (fictive)",
                    (Paid("9600", 30), Paid("2400", 138, done=False))),
    ),
    Asking(
        "Réduire les risques en soirée", "town", FundKind.MILDECA, "this", "6000",
        (("Équipe mobile", Account.A62, "8000"), ("Matériel de prévention", Account.A60, "1500")),
        (("MILDECA", FundKind.MILDECA, "6000"), ("Ville de Rezé", TOWN, "3500")),
        {"object": "Une équipe mobile, vingt soirs, avec une commune voisine.",
         "objectives": "600 jeunes rencontrés, 60 orientés.", "public": "16 à 25 ans", "people": 600,
         "means": "Trois intervenants.", "evaluation": "Fiche anonyme par soirée.",
         "indicators": "Jeunes rencontrés : 600"},
        place="44162",
        opinions=(Opined("prefecture", YES, "Dans les orientations de l'année."),),
        given=Given("4500", "Enveloppe partagée entre trois communes.", "MILDECA-07 (fictive)",
                    (Paid("4500", 35),)),
    ),
    Asking(
        "Le samedi des parents", "social", FundKind.CAF, "this", "3500",
        (("Animatrice", Account.A64, "6000"), ("Goûters", Account.A60, "400")),
        (("CAF", FundKind.CAF, "3500"), ("Ville de Rezé", TOWN, "2900")),
        {"object": "Un accueil des parents, un samedi sur deux, à la maison de quartier.",
         "objectives": "60 familles dans l'année.", "public": "Parents d'adolescents", "people": 60,
         "means": "Une animatrice.", "evaluation": "Deux réunions avec les parents.",
         "indicators": "Familles venues : 60"},
        area=True,
        given=Given("3500", "Action reconduite.", paid=(Paid("3500", 50),)),
    ),
    Asking(
        "Ateliers sur le trajet du collège", "school", FIPD, "open", "4000",
        (("Intervenants", Account.A62, "8000"),),
        (("FIPD", FIPD, "4000"), ("Collège", None, "4000")),
        {"object": "Des ateliers sur le trajet du soir.", "objectives": "Rassurer les élèves.",
         "public": "Élèves de deux collèges"},
        priority=2,
        returned="Combien d'élèves, quand, et à quoi verra-t-on que le trajet va mieux ?",
    ),
    Asking(
        "Présence du soir à l'arrêt Balinière", "street", FIPD, "open", "7000",
        (("Éducateurs, heures du soir", Account.A64, "15000"),),
        (("FIPD", FIPD, "7000"), ("Département", FundKind.DEPARTMENT, "7000")),
        sheet=1, area=True, priority=2, stops="draft",
    ),
    Asking(
        "Vidéoprotection du centre", "town", FIPD, "open", "30000",
        (("Six caméras et leur pose", Account.A21, "60000"),),
        (("FIPD", FIPD, "30000"), ("Ville de Rezé", TOWN, "30000")),
        {"objectives": "Six caméras posées, reliées au poste de police municipale.",
         "people": 3000, "public": "Passants du centre", "means": "Un marché public.",
         "evaluation": "Images demandées par réquisition, comptées chaque trimestre.",
         "indicators": "Réquisitions servies : toutes"},
        sheet=5, priority=3, video=True,
        opinions=(Opined("prefecture", BUT, "Le besoin de six caméras reste à montrer."),),
    ),
)  # fmt: skip

FAULT = "Deux factures de transport manquent, pour 600 euros, sur 1 200 déclarés."
REPORTED = "Le compte rendu déclare un transport sans facture."

AGREEMENTS = (
    ("state_mayor", "Convention entre l'État et le maire (fictive)", ("prefecture", "town"),
     "Moyens mis en commun pour la tranquillité publique : heures de patrouille et points communs.",
     False, "Signée en mairie (fictif)"),
    ("police", "Convention de coordination des polices (fictive)", ("town", "prefecture", "prosecutor"),
     "Lieux, horaires et échanges des deux polices.", True, "Arrêté (fictif)"),
    ("two_party", "Prêt d'un local aux éducateurs (fictif)", ("landlord", "street"),
     "Un local de 40 m², rue de la Blordière, trois soirs par semaine.", False, ""),
)  # fmt: skip
PLAN_PRIORITIES = (
    ("Protéger les victimes de violences dans la famille", "state", ""),
    ("Prévenir l'entrée des mineurs dans les trafics", "state", ""),
    ("Rendre sûrs les trajets vers les établissements scolaires", "council", "CLSPD de Rezé"),
)
PLAN_REVIEW = (
    "Quarante actions aidées, dont onze à Rezé et dans les communes voisines. Les permanences pour les"
    " victimes ont reçu 1 900 personnes. (fictif)"
)
# commune, own spending, what could be levied, inhabitants
EFFORTS = (
    ("44143", "412000,00", "39800000,00", 43600), ("44109", "3950000,00", "402000000,00", 325000),
    ("44190", "205000,00", "25400000,00", 28300), ("44162", "610000,00", "61200000,00", 50600),
    ("44020", "98000,00", "24800000,00", 20400),
)  # fmt: skip
