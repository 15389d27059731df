"""The words of institutions: kinds of partnership, sectors, colleges, kinds of institution, levels."""

from dataclasses import dataclass
from datetime import date

from maillage.kernel import Term


class PartnershipKind(Term):
    CLSPD = "clspd", "Conseil local de sécurité et de prévention de la délinquance"
    CISPD = "cispd", "Conseil intercommunal de sécurité et de prévention de la délinquance"
    DEPARTMENT = "cdpd", "Conseil départemental de prévention de la délinquance"
    OTHER = "partenariat", "Partenariat local sans base légale"

    @property
    def sigle(self) -> str:
        """The official short name, as used in keys and titles."""
        return "Partenariat" if self is PartnershipKind.OTHER else str(self.value).upper()


class College(Term):
    """Who weighs with whom in the indicators (domain, section 3). Justice is kept apart from the State."""

    STATE = "state", "État"
    JUSTICE = "justice", "Justice"
    LOCAL = "local", "Collectivités"
    ECONOMY = "economy", "Logement, transport, économie"
    SOCIETY = "society", "Social, santé, société civile"
    INHABITANTS = "inhabitants", "Habitants"
    PARLIAMENT = "parliament", "Parlement"


class Sector(Term):
    """The field an institution works in (domain, section 3)."""

    PREFECTURE = "prefecture", "préfecture"
    POLICING = "policing", "police et gendarmerie nationales"
    EDUCATION = "education", "éducation"
    STATE_OTHER = "state_other", "autres services de l'État"
    JUSTICE = "justice", "justice"
    TOWN = "town", "commune et intercommunalité"
    MUNICIPAL_POLICE = "municipal_police", "police municipale"
    DEPARTMENT = "department", "département et région"
    HOUSING = "housing", "logement"
    TRANSPORT = "transport", "transport"
    ECONOMY = "economy", "commerce et entreprises"
    SOCIAL = "social", "action sociale et prévention spécialisée"
    HEALTH = "health", "santé"
    ASSOCIATION = "association", "associations"
    VICTIMS = "victims", "aide aux victimes"
    RESCUE = "rescue", "secours"
    INHABITANTS = "inhabitants", "habitants"
    PARLIAMENT = "parliament", "parlement"


class InstitutionKind(Term):
    """What an institution is; the kind gives its sector and college (`SECTORS`, `COLLEGES`)."""

    PREFECTURE = "prefecture", "préfecture ou sous-préfecture"
    NATIONAL_POLICE = "national_police", "police nationale"
    GENDARMERIE = "gendarmerie", "gendarmerie nationale"
    EDUCATION_OFFICE = "education_office", "direction académique (DASEN), rectorat"
    SCHOOL = "school", "établissement scolaire"
    TAX_OFFICE = "tax_office", "services fiscaux"
    HEALTH_AGENCY = "health_agency", "agence régionale de santé"
    WOMEN_RIGHTS = "women_rights", "délégation aux droits des femmes"
    YOUTH_OFFICE = "youth_office", "jeunesse et sports"
    STATE_OTHER = "state_other", "autre service de l'État"
    PROSECUTOR = "prosecutor", "parquet"
    COURT = "court", "tribunal, magistrats du siège"
    PJJ = "pjj", "protection judiciaire de la jeunesse"
    PROBATION = "probation", "administration pénitentiaire, SPIP"
    JUSTICE_HOUSE = "justice_house", "maison de la justice et du droit"
    BAILIFF = "bailiff", "commissaires de justice (huissiers)"
    TOWN = "town", "commune"
    MUNICIPAL_POLICE = "municipal_police", "police municipale"
    NEIGHBOURHOOD_ELECTED = "neighbourhood_elected", "élus de quartier"
    CCAS = "ccas", "centre communal d'action sociale"
    EPCI = "epci", "intercommunalité"
    DEPARTMENT = "department", "conseil départemental"
    REGION = "region", "conseil régional"
    LANDLORD = "landlord", "bailleur social"
    TRANSPORT = "transport", "transporteur"
    TRADERS = "traders", "commerçants"
    CHAMBER = "chamber", "chambre consulaire"
    COMPANY = "company", "entreprise de service public ou privée"
    PRIVATE_SECURITY = "private_security", "sécurité privée"
    STREET_WORK = "street_work", "prévention spécialisée"
    SOCIAL_CENTRE = "social_centre", "centre social"
    ASSOCIATION = "association", "association"
    VICTIM_SUPPORT = "victim_support", "aide aux victimes"
    HOSPITAL = "hospital", "hôpital, psychiatrie"
    MEDIATORS = "mediators", "médiateurs, agents locaux de médiation sociale (ALMS)"
    SECURITY_ASSISTANTS = "security_assistants", "adjoints de sécurité, policiers adjoints"
    FIREFIGHTERS = "firefighters", "sapeurs-pompiers"
    INHABITANTS = "inhabitants", "conseil de quartier, conseil citoyen, habitants"
    PARLIAMENT = "parliament", "député ou sénateur"
    OTHER = "other", "autre"


_GROUPS: dict[tuple[Sector, College], tuple[InstitutionKind, ...]] = {
    (Sector.PREFECTURE, College.STATE): (InstitutionKind.PREFECTURE,),
    (Sector.POLICING, College.STATE): (
        InstitutionKind.NATIONAL_POLICE,
        InstitutionKind.GENDARMERIE,
        InstitutionKind.SECURITY_ASSISTANTS,
    ),
    (Sector.EDUCATION, College.STATE): (InstitutionKind.EDUCATION_OFFICE, InstitutionKind.SCHOOL),
    (Sector.STATE_OTHER, College.STATE): (
        InstitutionKind.TAX_OFFICE,
        InstitutionKind.WOMEN_RIGHTS,
        InstitutionKind.YOUTH_OFFICE,
        InstitutionKind.STATE_OTHER,
    ),
    (Sector.HEALTH, College.STATE): (InstitutionKind.HEALTH_AGENCY,),
    (Sector.JUSTICE, College.JUSTICE): (
        InstitutionKind.PROSECUTOR,
        InstitutionKind.COURT,
        InstitutionKind.PJJ,
        InstitutionKind.PROBATION,
        InstitutionKind.JUSTICE_HOUSE,
        InstitutionKind.BAILIFF,
    ),
    (Sector.TOWN, College.LOCAL): (
        InstitutionKind.TOWN,
        InstitutionKind.EPCI,
        InstitutionKind.NEIGHBOURHOOD_ELECTED,
    ),
    (Sector.SOCIAL, College.LOCAL): (InstitutionKind.CCAS,),
    (Sector.MUNICIPAL_POLICE, College.LOCAL): (InstitutionKind.MUNICIPAL_POLICE,),
    (Sector.DEPARTMENT, College.LOCAL): (InstitutionKind.DEPARTMENT, InstitutionKind.REGION),
    (Sector.HOUSING, College.ECONOMY): (InstitutionKind.LANDLORD,),
    (Sector.TRANSPORT, College.ECONOMY): (InstitutionKind.TRANSPORT,),
    (Sector.ECONOMY, College.ECONOMY): (
        InstitutionKind.TRADERS,
        InstitutionKind.CHAMBER,
        InstitutionKind.COMPANY,
        InstitutionKind.PRIVATE_SECURITY,
    ),
    (Sector.SOCIAL, College.SOCIETY): (
        InstitutionKind.STREET_WORK,
        InstitutionKind.SOCIAL_CENTRE,
        InstitutionKind.MEDIATORS,
    ),
    (Sector.ASSOCIATION, College.SOCIETY): (InstitutionKind.ASSOCIATION, InstitutionKind.OTHER),
    (Sector.VICTIMS, College.SOCIETY): (InstitutionKind.VICTIM_SUPPORT,),
    (Sector.HEALTH, College.SOCIETY): (InstitutionKind.HOSPITAL,),
    (Sector.RESCUE, College.LOCAL): (InstitutionKind.FIREFIGHTERS,),
    (Sector.INHABITANTS, College.INHABITANTS): (InstitutionKind.INHABITANTS,),
    (Sector.PARLIAMENT, College.PARLIAMENT): (InstitutionKind.PARLIAMENT,),
}
SECTORS = {kind: sector for (sector, _), kinds in _GROUPS.items() for kind in kinds}
COLLEGES = {kind: college for (_, college), kinds in _GROUPS.items() for kind in kinds}


class Level(Term):
    """The rank of a person in their institution: the article's decisive variable (Gautron 2010, §II.2.B)."""

    MANAGER = "manager", "responsable"
    MIDDLE = "middle", "cadre intermédiaire"
    FIRST_LINE = "first_line", "première ligne"


class LetterState(Term):
    """Where an outgoing letter stands."""

    DUE = "due", "à envoyer"
    SENT = "sent", "envoyée"
    FAILED = "failed", "échouée"
    DROPPED = "dropped", "sans objet"


class ImportState(Term):
    """Where a directory file stands."""

    WAITING = "waiting", "à confirmer"
    DONE = "done", "importé"
    DROPPED = "dropped", "abandonné"


class Fate(Term):
    """What an import does of one line's institution, person or function."""

    CREATED = "created", "à créer"
    CHANGED = "changed", "à compléter"
    SAME = "same", "déjà là"


@dataclass(frozen=True)
class DirectoryRow:
    """One line of a foreign directory, read and typed; empty where the file says nothing."""

    line: int
    institution: str
    short_name: str = ""
    kind: InstitutionKind | None = None
    sector: Sector | None = None
    college: College | None = None
    siret: str = ""
    place: str = ""
    service_email: str = ""
    person: str = ""
    civility: str = ""
    email: str = ""
    phone: str = ""
    title: str = ""
    level: Level | None = None
    may_commit: bool | None = None
    mandate_on: date | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class DirectoryReject:
    """A line that cannot be used, and why, in French."""

    line: int
    reason: str


@dataclass(frozen=True)
class DirectorySheet:
    """A foreign directory, read: its sound lines, its rejects, the columns that are left aside."""

    rows: tuple[DirectoryRow, ...]
    rejects: tuple[DirectoryReject, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class InstitutionDraft:
    """What is typed about an institution; `parent` is an identity of the same partnership."""

    name: str
    kind: InstitutionKind
    sector: Sector
    college: College
    short_name: str = ""
    siret: str = ""
    place: str = ""
    email: str = ""
    parent: int | None = None


@dataclass(frozen=True)
class PersonDraft:
    """What is typed about a person: as little as a convocation needs."""

    name: str
    civility: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class PositionDraft:
    """What is typed about a function."""

    title: str
    level: Level
    start: date
    may_commit: bool | None = None
    mandate_on: date | None = None
    end: date | None = None
