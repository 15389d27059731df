"""The guard on names: what it must catch, what it must let through, and how often it is wrong."""

import csv
import gzip
from importlib import resources
from itertools import pairwise

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from maillage.bodies.rules import names
from maillage.bodies.rules.names import suspicions

KNOWN = (
    "Atlantique Logis",
    "Mission locale Anne de Bretagne",
    "Résidence Pierre Martin",
    "Lucas et fils transports",
)

CAUGHT = {
    "Situation de Kevin, 15 ans": "Kevin, 15 ans",
    "Le jeune K. a quitté le collège": "Le jeune K.",
    "le jeune K.B. revient jeudi": "le jeune K.B.",
    "Suivi de l'élève T. en classe relais": "l'élève T.",
    "La famille Martin demande un logement": "La famille Martin",
    "La famille D. est reçue": "La famille D.",
    "Les frères B. et leurs amis": "Les frères B.",
    "la mère d'Enzo appelle le CCAS": "la mère d'Enzo",
    "la mère de L. appelle": "la mère de L.",
    "le nommé Traoré": "le nommé Traoré",
    "M. Martin s'est plaint du bruit": "M. Martin",
    "Mme Benali habite au-dessus": "Mme Benali",
    "Monsieur de La Tour conteste": "Monsieur de La Tour",
    "Mlle Nguyen": "Mlle Nguyen",
    "Mme la directrice Martin expose": "Mme la directrice Martin",
    "Me Durand plaide": "Me Durand",
    "Convocation de Mohamed au commissariat": "Mohamed",
    "kevin et ses copains dans le hall": "kevin",
    "Jean-Pierre signale": "Jean-Pierre",
    "DUPONT Kevin": "DUPONT Kevin",
    "Karim BENALI, déjà connu": "Karim BENALI",
    "rencontre avec Pierre Lefèvre mardi": "Pierre Lefèvre",
    "avec Claire D. de la résidence": "Claire D.",
    "J. Dupont a appelé": "J. Dupont",
    "A. D., 17 ans, déscolarisé": "A. D., 17 ans",
    "K.B. (14 ans)": "K.B. (14 ans",
    "Traoré, 16 ans, placé": "Traoré, 16 ans",
    "mineur né le 12/03/2009": "né le 12/03/2009",
    "née en 2010, scolarisée": "née en 2010",
    "née le 1er avril 2011": "née le 1er avril 2011",
    "né à Nantes le 3 mai 2008": "né à Nantes le 3 mai 2008",
    "date de naissance : 03.05.2008": "date de naissance : 03.05.2008",
    "rappeler au 06 12 34 56 78": "06 12 34 56 78",
    "joindre +33 6 12 34 56 78": "+33 6 12 34 56 78",
    "tél. 0692123456 (Réunion)": "0692123456",
    "joindre le +262 692 12 34 56": None,
    "kevin.dupont@exemple.invalid": "kevin.dupont@exemple.invalid",
    "demeurant 12 rue Jean Jaurès": "12 rue Jean Jaurès",
    "au 3 bis, avenue de la Gare": "3 bis, avenue de la Gare",
    "4B impasse des Lilas": "4B impasse des Lilas",
    "appartement n° 12, troisième étage": "appartement n° 12",
    "véhicule AB-123-CD": "AB-123-CD",
    "1 09 03 44 109 123": None,
}
LET_THROUGH = [
    "Mme la préfète présente le plan",
    "M. le maire ouvre la séance",
    "Monsieur le Procureur de la République",
    "Madame la Directrice académique des services",
    "M. le Sous-Préfet et Mme la Commissaire",
    "Madame, Monsieur,",
    "Mmes et MM. les conseillers municipaux",
    "Engagements dus depuis le 14 octobre",
    "Constat 2 du diagnostic, trajets du soir",
    "Fiche 7, accompagnement à l'arrêt Balinière",
    "Parkings relais, horaires de passage",
    "Tranquillité rue Jean Jaurès et place Victor Hugo",
    "Incivilités aux abords du collège Jean Perrin",
    "École élémentaire publique Marie Curie, sortie de 16 h 30",
    "Lycée professionnel Louis-Jacques Goussier",
    "Gymnase Arthur Dugast, dégradations",
    "Quartier Saint-Pierre, réunion publique",
    "Saint-Jean et Sainte-Luce, navettes",
    "Résidence Pierre Martin, hall B",
    "Atlantique Logis présente son bilan",
    "Point d'étape avec Lucas et fils transports",
    "Marine nationale et gendarmerie maritime",
    "France Victimes 44, convention 2027",
    "Claire hausse des signalements",
    "Pierre angulaire du contrat : la prévention",
    "Loi n° 2007-297, art. L. 132-5 du CSI",
    "Art. D. 132-9 et R. 132-10-1",
    "Bilan du groupe de travail n° 3",
    "12 places en foyer, 3 rues concernées",
    "Le 12 novembre 2026 à 14 h, salle du conseil",
    "Appel au 3919 et au 17",
    "Numéro vert 0 800 05 95 95",
    "Écrire à clspd@reze.invalid",
    "Les jeunes de Rezé et les familles du Château",
    "Les parents d'élèves d'Orvault",
    "Les mineurs PJJ suivis dans le cadre du dispositif",
    "Un jeune sur trois déclare se sentir en sécurité",
    "Les 15 ans et plus",
    "Enquête de victimation auprès des 18-25 ans",
    "Plan Climat, volet mobilité",
    "Avenue du Général de Gaulle, vitesse",
    "Rue du Docteur Calmette et rue Monsieur-le-Prince",
    "Association Les Restos, bilan d'hiver",
    "Signature de la convention le 1er mai",
    "Conseil citoyen Petite Hollande",
    "Résultats de juin à août",
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), CAUGHT.items())
def test_what_looks_like_a_person_is_caught_where_it_stands(text, words):
    found = suspicions(text, known=KNOWN)
    assert found, text
    if words is not None:
        assert found[0].words == words
    for row in found:
        assert " ".join(text[row.start : row.end].split()) == row.words


@pytest.mark.parametrize("text", LET_THROUGH)
def test_institutions_streets_and_functions_are_let_through(text):
    assert suspicions(text, known=KNOWN) == []


def test_each_suspicion_says_why():
    reasons = {row.reason for text in CAUGHT for row in suspicions(text)}
    assert reasons == {names.NAME, names.TITLE, names.INITIALS, names.CASE, names.BIRTH, names.PHONE,
                       names.ADDRESS, names.MAIL, names.PLATE, names.NUMBER}  # fmt: skip


def test_a_known_institution_is_let_through_but_not_the_person_beside_it():
    assert suspicions("Résidence Albert Thomas") == []
    assert suspicions("Foyers Albert Thomas et Kevin", known=["Albert Thomas"])[0].words == "Kevin"
    assert suspicions("Bailleur Kevin Habitat") != []
    assert suspicions("Bailleur KEVIN HABITAT", known=["Kevin Habitat"]) == []


def test_a_known_name_hides_neither_an_address_nor_a_birth():
    assert suspicions("12 rue Jean Jaurès", known=["12 rue Jean Jaurès"])


def test_several_people_are_told_in_reading_order_without_overlap():
    found = suspicions("Kevin et M. Martin, 06 12 34 56 78")
    assert [row.words for row in found] == ["Kevin", "M. Martin", "06 12 34 56 78"]
    assert all(left.end <= right.start for left, right in pairwise(found))


def rate(lines, known=()):
    return sum(bool(suspicions(line, known=known)) for line in lines) / len(lines)


def shipped(name):
    path = resources.files("maillage.territory") / "reference" / f"{name}.csv.gz"
    with path.open("rb") as file:
        return [row["name"] for row in csv.DictReader(gzip.open(file, "rt", encoding="utf-8"))]


def test_false_alarms_on_our_own_words_are_rare():
    """The sentences of the screens: prose about partnerships where nobody is named (« fil d'Ariane »)."""
    path = resources.files("maillage") / "locale" / "en" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        lines = [row.id if isinstance(row.id, str) else row.id[0] for row in read_po(file) if row.id]
    assert len(lines) > 400
    assert rate(lines) <= 0.01


def test_false_alarms_on_the_names_of_places_are_rare():
    """Communes and priority districts often carry a person's name; measured: 0.1 %, 4 %, 0.1 %."""
    assert rate([f"Réunion à {name}" for name in shipped("communes")]) <= 0.002
    assert rate([f"Point sur {name}" for name in shipped("qpv")]) <= 0.05
    assert rate([f"Point sur le quartier {name}" for name in shipped("qpv")]) <= 0.002


@given(st.text(max_size=300))
def test_any_text_is_read_without_error_and_spans_stay_inside(text):
    for row in suspicions(text, known=["x", "", "Atlantique Logis"]):
        assert 0 <= row.start < row.end


def test_a_long_text_is_read_quickly():
    import time

    text = "Le conseil examine la situation du quartier du Château, rue Jean Jaurès, avec M. le maire. " * 400
    began = time.perf_counter()
    assert suspicions(text, known=[f"Institution {n}" for n in range(100)]) == []
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize(("text", "warned"), [
    ("la famille M. demande un logement", True), ("la famille M.", True), ("présence de M. le maire", False),
])  # fmt: skip
def test_a_letter_alone_after_a_family_is_an_initial(text, warned):
    assert bool(suspicions(text)) is warned
