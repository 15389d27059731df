"""Numbers of the form that carry their own check: IBAN and RNA. The SIRET is checked by the directory."""

import re

from stdnum import iban as iban_numbers
from stdnum.exceptions import InvalidChecksum, ValidationError

from maillage.kernel import BadInput

RNA = re.compile(r"W[0-9A-Z]\d{8}")


def iban(text: str) -> str:
    """The IBAN without spaces, empty for an empty text. Raises BadInput naming what is wrong."""
    typed = "".join(text.replace("\u202f", " ").replace("\u00a0", " ").split()).upper()
    if not typed:
        return ""
    try:
        checked: str = iban_numbers.validate(typed)
    except InvalidChecksum as error:
        raise BadInput(
            f"« {text.strip()} » n'est pas un IBAN : sa clé est fausse. Recopiez-le du relevé."
        ) from error
    except ValidationError as error:
        raise BadInput(
            f"« {text.strip()[:60]} » n'est pas un IBAN : celui d'un compte français"
            " commence par FR et a 27 signes."
        ) from error
    return checked


def rna(text: str) -> str:
    """The number of an association, W and nine signs; empty for an empty text. Raises BadInput."""
    typed = "".join(text.replace("\u202f", " ").replace("\u00a0", " ").split()).upper()
    if typed and not RNA.fullmatch(typed):
        raise BadInput(
            f"« {text.strip()[:60]} » n'est pas un numéro RNA : il s'écrit W et neuf"
            " chiffres, comme W442001234."
        )
    return typed
