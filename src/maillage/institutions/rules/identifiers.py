"""Numbers that carry their own check."""

from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.fr import siret as siret_numbers

from maillage.kernel import BadInput

SIRET_DIGITS, SIREN_DIGITS = 14, 9


def siret(text: str) -> str:
    """The fourteen digits of a SIRET, empty for an empty text. Raises BadInput naming what is wrong."""
    digits = "".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())
    if not digits:
        return ""
    if digits.isascii() and digits.isdigit() and len(digits) == SIREN_DIGITS:
        raise BadInput(f"« {text.strip()} » est un SIREN (9 chiffres) : donnez le SIRET, qui en a 14.")
    try:
        checked: str = siret_numbers.validate(digits)
    except InvalidChecksum as error:
        raise BadInput(
            f"« {text.strip()} » n'est pas un SIRET : sa clé est fausse. Relisez les chiffres."
        ) from error
    except ValidationError as error:
        raise BadInput(
            f"« {text.strip()} » n'est pas un SIRET : il en faut {SIRET_DIGITS} chiffres, sans lettre."
        ) from error
    return checked
