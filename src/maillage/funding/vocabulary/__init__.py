"""The words of money: funds, states of a request, sides and accounts of a plan, what a decision says."""

from maillage.kernel import Term


class FundKind(Term):
    FIPD = "fipd", "FIPD"
    CITY_POLICY = "city_policy", "politique de la ville"
    MILDECA = "mildeca", "MILDECA"
    CAF = "caf", "CAF"
    REGION = "region", "région"
    DEPARTMENT = "department", "département"
    TOWN = "town", "commune ou intercommunalité"
    LANDLORD = "landlord", "bailleur social"
    OTHER = "other", "autre fonds"


class FromWhom(Term):
    """Who opened a call or set a deadline (domain, D6b)."""

    STATE = "state", "État"
    LOCAL = "local", "collectivité ou partenaire local"


class RequestState(Term):
    DRAFT = "draft", "en préparation"
    VALIDATED = "validated", "validée localement"
    FILED = "filed", "déposée"
    RETURNED = "returned", "renvoyée pour être précisée"
    GRANTED = "granted", "accordée"
    REFUSED = "refused", "refusée"
    WITHDRAWN = "withdrawn", "retirée"


class Renewal(Term):
    FIRST = "first", "première demande"
    RENEWAL = "renewal", "renouvellement"


class Purpose(Term):
    RUNNING = "running", "fonctionnement global"
    PROJECT = "project", "projet"
    INVESTMENT = "investment", "investissement"


class Side(Term):
    EXPENSE = "expense", "charges"
    INCOME = "income", "produits"


class Account(Term):
    """The accounts of the plan, as forms of the field number them; `87` and `86` are valued in kind."""

    A60 = "60", "60 Achats"
    A61 = "61", "61 Services extérieurs"
    A62 = "62", "62 Autres services extérieurs"
    A63 = "63", "63 Impôts et taxes"
    A64 = "64", "64 Charges de personnel"
    A65 = "65", "65 Autres charges de gestion courante"
    A66 = "66", "66 Charges financières"
    A67 = "67", "67 Charges exceptionnelles"
    A68 = "68", "68 Dotations aux amortissements et provisions"
    A21 = "21", "21 Équipement (investissement)"
    A86 = "86", "86 Emplois des contributions volontaires en nature"
    A70 = "70", "70 Ventes de produits finis, prestations de services"
    A74 = "74", "74 Subventions d'exploitation"
    A75 = "75", "75 Autres produits de gestion courante"
    A76 = "76", "76 Produits financiers"
    A77 = "77", "77 Produits exceptionnels"
    A78 = "78", "78 Reprises sur amortissements et provisions"
    A13 = "13", "13 Subventions d'investissement"
    A87 = "87", "87 Contributions volontaires en nature"


IN_KIND = frozenset({Account.A86, Account.A87})
INCOMES = frozenset(
    {Account.A70, Account.A74, Account.A75, Account.A76, Account.A77, Account.A78, Account.A13, Account.A87}
)


class OpinionVerdict(Term):
    FAVOURABLE = "favourable", "favorable"
    RESERVED = "reserved", "favorable sous réserve"
    UNFAVOURABLE = "unfavourable", "défavorable"


class DecisionKind(Term):
    GRANTED = "granted", "accordée"
    REFUSED = "refused", "refusée"


class RefusalReason(Term):
    IMPRECISE = "imprecise", "demande imprécise"
    SUBSTITUTION = "substitution", "remplacerait des crédits ordinaires"
    OFF_TARGET = "off_target", "sans lien avec une priorité"
    INCOMPATIBLE = "incompatible", "incompatible avec le plan départemental"
    NOT_ELIGIBLE = "not_eligible", "hors des règles du fonds"
    NO_MONEY = "no_money", "enveloppe épuisée"
    OTHER = "other", "autre motif"
