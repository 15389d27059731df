"""The words of what follows a meeting: versions of minutes, five questions, matters passed on."""

from maillage.kernel import Term


class MinutesVersion(Term):
    """For whom minutes are written."""

    RESTRICTED = "restreint", "version des membres"
    PUBLIC = "public", "version publique"


class Question(Term):
    """Five questions of our own after a plenary; no study has validated them, and the page says so."""

    USEFUL = "useful", "Cette réunion a-t-elle été utile à votre institution ?"
    SPOKE = "spoke", "Votre institution a-t-elle pu dire ce qu'elle avait à dire ?"
    HEARD = "heard", "A-t-elle été écoutée ?"
    DECIDED = "decided", "Les décisions ont-elles été prises dans cette réunion, et non ailleurs ?"
    CLEAR = "clear", "Savez-vous ce que votre institution doit faire maintenant ?"


class Opinion(Term):
    """The answer to one question, from 1 to 5."""

    NOT_AT_ALL = "1", "pas du tout"
    LITTLE = "2", "peu"
    PARTLY = "3", "en partie"
    RATHER = "4", "plutôt"
    FULLY = "5", "tout à fait"


class OrphanKind(Term):
    """What waits for somebody after a departure."""

    COMMITMENT = "commitment", "engagement"
    SEAT = "seat", "siège"
