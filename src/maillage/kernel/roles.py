"""The roles of a partnership (product, section 1). Data: who holds which is kept in `accounts`."""

from maillage.kernel.term import Term


class Role(Term):
    COORDINATOR = "coordinator", "coordonnateur"
    MAYOR = "mayor", "maire ou élu délégué"
    PARTNER = "partner", "représentant d'un partenaire"
    FIRST_LINE = "first_line", "agent de première ligne"
    PREFECTURE = "prefecture", "préfecture"
    PROSECUTOR = "prosecutor", "parquet"
    RESEARCHER = "researcher", "évaluateur ou chercheur"
    DPO = "dpo", "délégué à la protection des données"
    ADMINISTRATOR = "administrator", "administrateur technique"
