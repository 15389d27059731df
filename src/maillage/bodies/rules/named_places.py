"""What carries a person's name without being one: streets, schools, laws, saints; and words of function."""

import re

_UP, _LOW = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ", "a-zàâäçéèêëîïôöùûüÿœæ"
_CAPITAL = rf"(?:[{_UP}]\.[ -]?)*[{_UP}][{_UP}{_LOW}]*(?:[-’'][{_UP}{_LOW}]+)*"
_CARRIERS = (
    "rue|avenue|av\\.|boulevard|bd|place|placette|impasse|allée|chemin|route|square|quai|cours|passage|sentier|venelle"
    "|esplanade|promenade|parvis|rond-point|carrefour|pont|tunnel|porte|tour|immeuble|bâtiment|résidence|cité|quartier"
    "|secteur|zone|îlot|lotissement|foyer|école|maternelle|élémentaire|primaire|groupe scolaire|collège|lycée"
    "|université|campus|institut|faculté|gymnase|stade|piscine|complexe|salle|espace|maison|centre|pôle|médiathèque"
    "|bibliothèque|théâtre|cinéma|musée|parc|jardin|mail|hôpital|clinique|chu|ehpad|crèche|halte-garderie|église"
    "|paroisse|cathédrale|mosquée|synagogue|cimetière|gare|arrêt|station|métro|tramway|tram|ligne|parking|aire"
    "|association|fondation|amicale|comité|club|cercle|collectif|entreprise|société|cabinet|librairie|caserne"
    "|commissariat|gendarmerie|hôtel|mission|plan|loi|rapport|prix|méthode|circulaire|décret|arrêt|dispositif|projet"
    "|programme|opération|challenge|trophée|tournoi|port|plage|île|mont|côte|bois|forêt|lac|étang|ferme|domaine"
    "|château|clos|villa|hameau|bourg|ville|commune|canton|communauté|pays|vallée|val|centre-ville|rivière|ruisseau"
    "|zac|zup|qpv|zus|eqpv|mjc|crous|cfa|ime|itep"
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
    "maire mairesse adjoint adjointe conseiller conseillere elu elue president presidente vice-president vice-presidente"
    " prefet prefete sous-prefet sous-prefete secretaire procureur procureure procureurs substitut substitute juge juges"
    " magistrat magistrate directeur directrice directeurs recteur rectrice inspecteur inspectrice dasen ia-dasen proviseur"
    " proviseure principal principale chef cheffe commissaire commissaires commandant commandante capitaine lieutenant"
    " colonel colonelle major brigadier adjudant gendarme policier policiere depute deputee senateur senatrice ministre"
    " coordonnateur coordonnatrice coordinateur coordinatrice referent referente delegue deleguee responsable charge"
    " chargee representant representante general generale generaux departemental departementale regional regionale"
    " academique municipal municipale national nationale delinquance mediateur mediatrice educateur educatrice medecin"
    " docteur infirmier infirmiere assistant assistante monsieur madame mesdames messieurs mademoiselle mme m mm tous"
    " toutes citoyen citoyenne defenseur defenseure rapporteur rapporteure et ou le la les premier premiere ancien ancienne"
    " nouveau nouvelle batonnier batonniere greffier greffiere gardien gardienne bailleur bailleurs territorial"
    " territoriale technique sociale social interdepartemental judiciaire republique etat police cabinet".split()
)
"""What follows « M. le » or « Mme la » and is a function."""
