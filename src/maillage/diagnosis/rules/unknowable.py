"""Why a figure cannot be known: secrecy, a measure that did not exist, a level at which nobody counts."""

from maillage.diagnosis.rules import shown
from maillage.diagnosis.vocabulary import OFFENCES, Offence
from maillage.kernel import Status

_WITHHELD = (
    "Le ministère ne publie une série communale que si plus de cinq faits ont été enregistrés trois années de"
    " suite. Une case non publiée n'est pas un zéro ; la moyenne départementale que donne le fichier n'est"
    " pas la valeur du lieu."
)
_WITHHELD_SUM = (
    "Le total n'est pas connu, parce que le nombre d'au moins une des communes n'est pas publié. "
    "Seul le nombre des communes publiées peut être donné, comme un minimum."
)
_NOT_ADDITIVE = (
    "Des personnes mises en cause ne s'additionnent pas d'une commune à l'autre : la même peut y être comptée"
    " deux fois."
)
_MISSING_SUM = (
    "Le total n'est pas connu, parce que le fichier reçu ne donne pas le nombre de faits d'au moins une de"
    " ses parties."
)
_RATE_ONLY = (
    "Le fichier reçu donne un taux sans le nombre de faits : l'intervalle ne peut pas être calculé, ni rien"
    " comparé."
)
_MISSING = (
    "Aucune ligne pour ces années dans les fichiers importés : ce peut être zéro, non publié ou non reçu."
)
DEPARTMENT_ONLY = ("homicides", "tentatives-d-homicide", "usage-de-stupefiants-hors-afd")
ALWAYS = (
    ("Les faits qui n'ont pas été déclarés", "Seule une enquête auprès des habitants peut les estimer."),
    ("Le lieu et l'heure des faits", "La base publique ne donne ni quartier, ni rue, ni heure."),
    ("Les suites données aux plaintes", "Elles se demandent au parquet."),
)
_FEELING = (
    "Le sentiment d'insécurité",
    "L'enquête officielle n'existe qu'à l'échelle nationale : elle ne dit rien de ce territoire.",
)


def reason(word: Offence, status: Status, years: list[int], *, summed: bool) -> str:
    """Why these years of this series are not known."""
    if status is Status.WITHHELD:
        return _WITHHELD_SUM if summed else _WITHHELD
    if all(not shown.existed(word.slug, year) for year in years):
        return shown.NOT_BEFORE[word.slug][1]
    if not summed:
        return _MISSING if status is Status.MISSING else _RATE_ONLY
    return _MISSING_SUM if word.additive else _NOT_ADDITIVE


def beyond(kind: str, present: set[str]) -> list[tuple[str, str]]:
    """What no file of this level can say, as (what, why)."""
    rows = []
    if kind not in ("department", "region"):
        absent = [OFFENCES[slug].label for slug in DEPARTMENT_ONLY if slug not in present]
        rows += [(label, "Cette série n'est publiée que par département et par région.") for label in absent]
    return [*rows, _FEELING, *ALWAYS]
