"""What a name or a title lets one suppose: a kind of institution, a level. Always shown as supposed."""

import re
from functools import cache

from maillage.institutions.vocabulary import InstitutionKind as Kind
from maillage.institutions.vocabulary import Level
from maillage.kernel import folded

_KINDS: tuple[tuple[str, Kind], ...] = (  # the first that is met wins: the particular before the general
    ("police municipale", Kind.MUNICIPAL_POLICE),
    ("adjoints? de securite|policiers? adjoints?", Kind.SECURITY_ASSISTANTS),
    ("police nationale|commissariat|ddsp|dipn|circonscription de (police|securite)", Kind.NATIONAL_POLICE),
    ("gendarmerie", Kind.GENDARMERIE),
    ("sapeurs|pompiers|sdis", Kind.FIREFIGHTERS),
    ("droits des femmes|ddfe", Kind.WOMEN_RIGHTS),
    ("prefecture|prefets?|prefetes?", Kind.PREFECTURE),
    ("parquet|procureure?", Kind.PROSECUTOR),
    ("pjj|protection judiciaire|stemo|uemo", Kind.PJJ),
    ("spip|penitentiaires?|maison d arret|insertion et de probation", Kind.PROBATION),
    ("maison de (la )?justice|mjd|point justice", Kind.JUSTICE_HOUSE),
    ("huissiers?|commissaires? de justice", Kind.BAILIFF),
    ("tribunal|cour d appel|juges?|magistrats?", Kind.COURT),
    ("rectorat|dasen|dsden|academie|academique|education nationale", Kind.EDUCATION_OFFICE),
    ("finances publiques|ddfip|fiscaux|impots", Kind.TAX_OFFICE),
    ("agence regionale de sante|ars", Kind.HEALTH_AGENCY),
    ("jeunesse et (des )?sports|sdjes", Kind.YOUTH_OFFICE),
    ("ddets|ddtm|drac|service de l etat", Kind.STATE_OTHER),
    ("ccas|centre communal d action sociale", Kind.CCAS),
    ("conseil (de quartier|citoyen)|habitants", Kind.INHABITANTS),
    ("elus? de quartier", Kind.NEIGHBOURHOOD_ELECTED),
    ("conseil departemental|conseil general|departement", Kind.DEPARTMENT),
    ("conseil regional|region", Kind.REGION),
    ("metropole|communaute (urbaine|d agglomeration|de communes)|intercommunalite", Kind.EPCI),
    ("prevention specialisee|educateurs? de rue", Kind.STREET_WORK),
    ("centre (socio ?culturel|social)|csc", Kind.SOCIAL_CENTRE),
    ("aide aux victimes|france victimes", Kind.VICTIM_SUPPORT),
    ("hopital|chu|centre hospitalier|psychiatrie|clinique|cmp", Kind.HOSPITAL),
    ("mediateurs?|mediation|alms", Kind.MEDIATORS),
    ("securite privee|gardiennage", Kind.PRIVATE_SECURITY),
    ("college|lycee|ecole|groupe scolaire", Kind.SCHOOL),
    ("chambre de (commerce|metiers)|cci|cma", Kind.CHAMBER),
    ("commercants|commerces", Kind.TRADERS),
    ("la poste|edf|enedis|grdf|orange", Kind.COMPANY),
    ("habitat|hlm|bailleur|logement|oph", Kind.LANDLORD),
    ("transports?|sncf|keolis|transdev|ratp|semitan|tramways?", Kind.TRANSPORT),
    ("deputee?|senateur|senatrice|senat|assemblee nationale", Kind.PARLIAMENT),
    ("mairie|ville|commune", Kind.TOWN),
    ("association|amicale|comite|maison de quartier", Kind.ASSOCIATION),
)
_LEVELS: tuple[tuple[str, Level], ...] = (
    ("maire adjointe?|adjointe? au maire|elue?", Level.MANAGER),
    ("adjointe?|substitut|cadre|chargee?|coord(in|onn)at(eur|rice)|referente?|cpe", Level.MIDDLE),
    ("prefete?|sous prefete?|procureure?|maire|presidente?|direct(eur|rice)|dasen|rect(eur|rice)"
     "|principale?|proviseure?|commissaire|chef de (service|circonscription|cabinet)|responsable"
     "|deputee?|senat(eur|rice)|chef d etablissement", Level.MANAGER),
    ("chef|cheffe|capitaine|lieutenante?|major|deleguee?|conseill(er|ere) principale?", Level.MIDDLE),
    ("agente?|gardien|gardienne|brigadier|brigadiere|educat(eur|rice)|enseignante?|professeure?"
     "|assistante? sociale?|mediat(eur|rice)|animat(eur|rice)|policier|policiere|gendarme|infirmi(er|ere)"
     "|surveillante?|travaill(eur|euse) sociale?|benevole", Level.FIRST_LINE),
)  # fmt: skip


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b")


def kind(name: str) -> Kind | None:
    """The kind that an institution's name suggests."""
    text = folded(name)
    return next((kind for pattern, kind in _KINDS if _compiled(pattern).search(text)), None)


def level(title: str) -> Level | None:
    """The level that a function's title suggests."""
    text = folded(title)
    return next((level for pattern, level in _LEVELS if _compiled(pattern).search(text)), None)
