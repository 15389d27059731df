"""Where the money goes: under which line a grant counts, and what the figures may and may not say."""

from decimal import Decimal

from maillage.funding.vocabulary.spread import Elsewhere

FEWEST_UNITS = 12  # under this, amounts only: an index of a few communes says more of the choice than of them
FEWEST_COMPONENTS = 2
LACKING = 3  # rows of grants without a known place are told from this share on, in percent


def line_of(place: str, codes: frozenset[str], known: frozenset[str]) -> str | Elsewhere:
    """The commune of the perimeter on which a grant counts, or why it counts apart."""
    if place in codes:
        return place
    if not place:
        return Elsewhere.UNKNOWN
    return Elsewhere.OUTSIDE if place in known else Elsewhere.WIDE


def ratio(part: Decimal, whole: Decimal) -> float | None:
    """A share from 0 to 1; None when there is nothing to share."""
    return float(part / whole) if whole else None


def effort(
    *, spend: Decimal | None, potential: Decimal | None, population: int
) -> tuple[Decimal, Decimal, float] | None:
    """M13: spend per head, fiscal potential per head, and their ratio; None where one of them is missing."""
    if spend is None or not potential or population < 1:
        return None
    cent = Decimal("0.01")
    heads = ((spend / population).quantize(cent), (potential / population).quantize(cent))
    return (*heads, float(spend / potential))


def said_spread(*, low: float | None, high: float | None) -> str:
    """What the concentration index may say, from its interval alone."""
    if low is None or high is None:
        return "Aucun indice n'est donné : les montants ci-dessous se lisent un à un."
    if low > 0:
        return "L'argent va plutôt vers les communes où le besoin déclaré est le plus fort."
    if high < 0:
        return "L'argent va plutôt vers les communes où le besoin déclaré est le plus faible."
    return "Rien ne permet de dire que l'argent suit le besoin déclaré, ni qu'il s'en écarte."


def doubts(
    *, units: int, components: int, unplaced: Decimal, total: Decimal, without: int, unknown_area: Decimal
) -> list[str]:
    """What a reader must keep in mind, in the order of weight."""
    found = ["Seules comptent les subventions inscrites dans ce partenariat : d'autres partenariats du même"
             " périmètre peuvent avoir reçu de l'argent qui n'est pas ici."]  # fmt: skip
    if units < FEWEST_UNITS:
        found.append(
            f"Le périmètre compte {_communes(units)}, moins de {FEWEST_UNITS} : des montants, aucun indice."
        )
    if without:
        found.append(
            f"{_communes(without)} n'{'a' if without == 1 else 'ont'} rien reçu. Une part faible peut venir"
            " d'une demande qui n'a pas été faite, d'une règle du fonds ou d'une enveloppe fixée ailleurs."
        )
    if components < FEWEST_COMPONENTS:
        found.append(
            f"{'Une seule' if components else 'Aucune'} composante du besoin est disponible : il en faut au"
            f" moins {FEWEST_COMPONENTS} pour un indice. Chargez les jeux de données, ou apportez les vôtres."
        )
    if total and unplaced:
        found.append(f"{_percent(unplaced, total)} % des euros ne sont sur aucune commune du périmètre.")
    if total and unknown_area:
        found.append(
            f"Pour {_percent(unknown_area, total)} % des euros, on ne sait pas s'ils vont en quartier"
            " prioritaire : ils ne comptent ni pour, ni contre."
        )
    return found


def _communes(number: int) -> str:
    return f"{number} commune{'s' if number > 1 else ''}"


def _percent(part: Decimal, whole: Decimal) -> str:
    share = 100 * part / whole
    return "moins de 1" if share < 1 else f"{share:.0f}"
