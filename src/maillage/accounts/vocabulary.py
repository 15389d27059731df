"""The words of accounts: what a role is for, said to the person who receives it; the days of a week."""

from maillage.kernel import Role, Term


class Weekday(Term):
    """The days of a week, from Monday; the order counts."""

    MONDAY = "monday", "lundi"
    TUESDAY = "tuesday", "mardi"
    WEDNESDAY = "wednesday", "mercredi"
    THURSDAY = "thursday", "jeudi"
    FRIDAY = "friday", "vendredi"
    SATURDAY = "saturday", "samedi"
    SUNDAY = "sunday", "dimanche"


WITH_A_WEEK = (  # roles for which something waits: the others would receive an empty letter
    Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR,
)  # fmt: skip

PURPOSE = {
    Role.COORDINATOR: "prépare et suit le travail du partenariat",
    Role.MAYOR: "préside, décide et répond des obligations de la commune",
    Role.PARTNER: "représente son institution et tient ses engagements",
    Role.FIRST_LINE: "signale et reçoit un retour",
    Role.PREFECTURE: "suit les instances et les plans du département, jamais un cas",
    Role.PROSECUTOR: "suit ses groupes et les suites attendues",
    Role.RESEARCHER: "lit les traces et les formules, sans nom",
    Role.DPO: "contrôle le journal et les durées, sans modifier",
    Role.ADMINISTRATOR: "veille au fonctionnement, sans lire le contenu",
}
