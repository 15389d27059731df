"""What the invented partners of the demo wrote: sections, findings (one disputed), sources, means."""

from datetime import date
from typing import Any

from maillage.diagnosis import services
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.vocabulary import Confidence, DiagnosisSection, MeansNature, SourceState
from maillage.institutions.models import Partnership
from maillage.kernel import Actor

SECTIONS = {
    DiagnosisSection.METHOD: "Diagnostic préparé par la coordination entre septembre et novembre, "
    "avec neuf institutions. "
    "Deux ateliers, une marche exploratoire, un questionnaire aux collégiens. "
    "Tout est inventé pour la démonstration.",
    DiagnosisSection.TERRITORY: "Un centre ancien, un quartier prioritaire, "
    "trois parkings relais le long du tramway.",
    DiagnosisSection.FEELING: "Marche du 12 mai : 14 participants. "
    "Questionnaire aux collégiens : 212 réponses sur 640.",
    DiagnosisSection.PRIORITIES: "1. Les parkings relais (constat 1).\n2. Le trajet du collège (constat 2).\n"
    "3. Une réponse commune aux conflits de voisinage (constat 3).",
    DiagnosisSection.NEXT: "Novembre de l'an prochain, par la coordination.",
}
FINDINGS: tuple[dict[str, Any], ...] = (
    {
        "text": "Les vols dans les véhicules se concentrent autour de trois parkings relais, "
        "du mardi au jeudi en journée.",
        "evidence": "Relevés du réseau de transport (14 mois), marche du 12 mai.",
        "confidence": Confidence.GOOD.value,
    },
    {
        "text": "Les élèves de trois collèges évitent l'arrêt Balinière le soir ; "
        "les adultes ne l'avaient pas remarqué.",
        "evidence": "Questionnaire aux élèves (212 réponses sur 640), carnet des éducateurs.",
        "confidence": Confidence.FAIR.value,
        "signatories": ["l'Éducation nationale"],
        "dissent": "Aucun fait n'est enregistré à cet arrêt depuis dix-huit mois.",
        "dissent_by": "la police nationale",
    },
    {
        "text": "Aucune réponse commune n'existe pour les conflits de voisinage répétés dans le parc social.",
        "evidence": "Entretiens avec neuf gardiens. "
        "Les incidents par résidence ont été refusés par le bailleur.",
        "confidence": Confidence.FAIR.value,
        "signatories": ["la médiation (fictive)"],
    },
)
SOURCES: tuple[dict[str, Any], ...] = (
    {
        "source": "Faits enregistrés, base communale",
        "holder": "Ministère de l'intérieur",
        "state": SourceState.RECEIVED.value,
        "remark": "Sans main courante. Figures inventées pour la démonstration.",
    },
)
MEANS: tuple[dict[str, Any], ...] = (
    {
        "nature": MeansNature.PREVENTIVE.value,
        "name": "Éducateurs de rue",
        "holder": "Prévention spécialisée (fictive)",
        "quantity": "3 postes",
        "remark": "Aucune présence le soir.",
    },
    {
        "nature": MeansNature.REPRESSIVE.value,
        "name": "Police municipale",
        "holder": "Ville",
        "quantity": "14 agents",
    },
    {
        "nature": MeansNature.SUPPORT.value,
        "name": "Aide aux victimes",
        "holder": "Association (fictive)",
        "quantity": "Une permanence par semaine",
    },
)


def write(*, actor: Actor, partnership: Partnership, on: date) -> Diagnosis:
    """Write the words of the demonstration in the diagnosis, and give it back."""
    diagnosis = services.open_diagnosis(actor=actor, partnership=partnership, on=on)
    for name, text in SECTIONS.items():
        services.edit_section(actor=actor, diagnosis=diagnosis, name=name, text=text)
    for kind, lines in (("finding", FINDINGS), ("source", SOURCES), ("means", MEANS)):
        for values in lines:
            dated = {"dissent_on": on} if "dissent" in values else {}
            services.save_line(actor=actor, diagnosis=diagnosis, kind=kind, values=values | dated)
    return diagnosis
