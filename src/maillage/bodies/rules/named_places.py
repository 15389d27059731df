"""What carries a person's name without being one: streets, schools, laws, saints; and words of function."""

import re

_UP, _LOW = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ", "a-zàâäçéèêëîïôöùûüÿœæ"
_CAPITAL = rf"(?:[{_UP}]\.[ -]?)*[{_UP}][{_UP}{_LOW}]*(?:[-’'][{_UP}{_LOW}]+)*"
_CARRIERS = (
    "rue|avenue|av\\.|boulevard|bd|place|placette|impasse|allée|chemin|route|square|quai|cours"
    "|passage|sentier|venelle|esplanade|promenade|parvis|rond-point|carrefour|pont|tunnel|porte|tour"
    "|immeuble|bâtiment|résidence|cité|quartier|secteur|zone|îlot|lotissement|foyer|école|maternelle"
    "|élémentaire|primaire|groupe scolaire|collège|lycée|université|campus|institut|faculté|gymnase"
    "|stade|piscine|complexe|salle|espace|maison|centre|pôle|médiathèque|bibliothèque|théâtre|cinéma"
    "|musée|parc|jardin|mail|hôpital|clinique|chu|ehpad|crèche|halte-garderie|église|paroisse"
    "|cathédrale|mosquée|synagogue|cimetière|gare|arrêt|station|métro|tramway|tram|ligne|parking|aire"
    "|association|fondation|amicale|comité|club|cercle|collectif|entreprise|société|cabinet|librairie"
    "|caserne|commissariat|gendarmerie|hôtel|mission|plan|loi|rapport|prix|méthode|circulaire|décret"
    "|dispositif|projet|programme|opération|challenge|trophée|tournoi|port|plage|île|mont|côte|bois"
    "|forêt|lac|étang|ferme|domaine|château|clos|villa|hameau|bourg|ville|commune|canton|communauté"
    "|pays|vallée|val|centre-ville|rivière|ruisseau|zac|zup|qpv|zus|eqpv|mjc|crous|cfa|ime|itep"
)
_LINK = r"(?:(?:de|du|des|la|le|les|aux?|en|sur|sous)\s+|(?:d|l)['’])"
_GENERIC = (
    r"(?:public|publique|privée?|municipale?|communale?|départementale?|nationale?|social|sociale|sportif|sportive"
    r"|culturel|culturelle|hospitalier|maternelle|élémentaire|primaire|professionnel|général|polyvalent|n°\s?\d+|\d+)\s+"
)
NEUTRAL = re.compile(
    rf"(?<!\w)(?i:{_CARRIERS})s?\s+(?:{_GENERIC})*(?:{_LINK})*(?!MM?\.|Mmes?\b){_CAPITAL}"
    rf"(?:\s+et\s+{_CAPITAL}(?=\s+{_CAPITAL}))?(?:[\s-]+(?:{_LINK})?{_CAPITAL})*"
    rf"|(?<!\w)(?i:saint|sainte|st|ste|notre)[- ](?:{_CAPITAL})(?:[- ](?:{_LINK})?{_CAPITAL})*"
)
"""Streets, schools, institutions, laws and saints, with the name that they carry."""

ROUND_NUMBERS = re.compile(r"(?:0|\+33 ?)8")
"""Numbers of services (0 800 ...)."""

SERVICE_BOXES = re.compile(
    r"(?:contact|mairie|accueil|secretariat|info|infos|clspd|cispd|prevention|police|prefecture|dpo|rgpd|cabinet"
    r"|courrier|direction|service|services|tranquillite|securite|mediation|bailleur|noreply|no-reply|maillage)"
    r"[\w.-]*@", re.IGNORECASE
)  # fmt: skip
"""Boxes of services."""

ROLES = frozenset(
    """
    academique adjoint adjointe adjudant ancien ancienne assistant assistante bailleur bailleurs
    batonnier batonniere brigadier cabinet capitaine charge chargee chef cheffe citoyen citoyenne
    colonel colonelle commandant commandante commissaire commissaires conseiller conseillere
    coordinateur coordinatrice coordonnateur coordonnatrice dasen defenseur defenseure delegue deleguee
    delinquance departemental departementale depute deputee directeur directeurs directrice docteur
    educateur educatrice elu elue et etat gardien gardienne gendarme general generale generaux greffier
    greffiere ia-dasen infirmier infirmiere inspecteur inspectrice interdepartemental judiciaire juge
    juges la le les lieutenant m madame mademoiselle magistrat magistrate maire mairesse major medecin
    mediateur mediatrice mesdames messieurs ministre mm mme monsieur municipal municipale national
    nationale nouveau nouvelle ou police policier policiere prefet prefete premier premiere president
    presidente principal principale procureur procureure procureurs proviseur proviseure rapporteur
    rapporteure recteur rectrice referent referente regional regionale representant representante
    republique responsable secretaire senateur senatrice social sociale sous-prefet sous-prefete
    substitut substitute technique territorial territoriale tous toutes vice-president vice-presidente
    """.split()  # noqa: SIM905
)
"""What follows « M. le » or « Mme la » and is a function."""
