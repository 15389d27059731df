"""The words of the plan at work: parts of a sheet, where a pledge stands, how well an effect is known."""

from maillage.kernel import Term


class SheetPart(Term):
    """The parts of a sheet, each with its own form; the value is the word of its address."""

    IDENTITY = "identite", "Identité et origine"
    CONTENT = "contenu", "Public, lieu et contenu"
    PILOT = "pilote", "Pilote et suppléance"
    CALENDAR = "dates", "Début et fin"
    MEANS = "moyens", "Moyens, contraintes et risques"
    TOGETHER = "accords", "Accords, consultations, action commune"


class JourneyStep(Term):
    """The six steps of a contract, in their order."""

    FINDINGS = "findings", "Constats"
    PRIORITIES = "priorities", "Priorités"
    OBJECTIVES = "objectives", "Objectifs"
    SHEETS = "sheets", "Fiches"
    COMPATIBILITY = "compatibility", "Compatibilité"
    SIGNATURES = "signatures", "Signatures"


class PledgeStanding(Term):
    TO_CONFIRM = "to_confirm", "à confirmer"
    CONFIRMED = "confirmed", "confirmé"
    IN_FORCE = "in_force", "en vigueur"
    WITHDRAWN = "withdrawn", "retiré"


class Knowledge(Term):
    """How well the effect of an action is known."""

    SOLID = "solid", "solide"
    SOME = "some", "quelques études"
    LITTLE = "little", "peu étudié"
    MIXED = "mixed", "contradictoire"


FIELDS_WITHOUT = {
    "content": "ce qui est fait",
    "calendar": "calendrier",
    "cost": "coût",
    "pilot": "pilote",
    "partners": "partenaires et engagements",
    "human_means": "moyens humains",
    "follow_up": "indicateur de suivi",
    "result": "indicateur de résultat",
    "public": "public et lieu",
    "finding": "constat",
}  # the ten fields of a sheet (domain, C3): each may be said to have no object, with a reason
