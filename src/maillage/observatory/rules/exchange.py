"""Signed files of aggregates between installations: what is signed, what is accepted or refused, and why."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = "maillage-aggregates-1"
LARGEST = 5_000_000  # characters of a file


@dataclass(frozen=True)
class Signed:
    """An aggregate whose signature was checked: who signed it, its content, the digest of what was signed."""

    key: str
    content: dict[str, Any]
    day: date
    digest: str


class NotAccepted(ValueError):
    """A file that is not read, with the reason and the cure in French."""


def canonical(content: Mapping[str, Any]) -> str:
    """The one text of a content: sorted keys, no spaces; the text that is signed."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sign(content: Mapping[str, Any], private: Ed25519PrivateKey) -> str:
    """The file: format, public key, content and signature (Ed25519, RFC 8032) of its canonical text."""
    key = private.public_key().public_bytes_raw().hex()
    text = canonical({"format": FORMAT, "key": key, "content": content})
    return canonical(
        {
            "format": FORMAT,
            "key": key,
            "content": content,
            "signature": private.sign(text.encode()).hex(),
        }
    )


def opened(text: str) -> Signed:
    """The content of a file whose signature is right. Raises NotAccepted: altered, cut, of another format."""
    parts = _parts(text)
    key, content = str(parts["key"]), parts["content"]
    try:
        signed = canonical({"format": FORMAT, "key": key, "content": content})
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(str(parts["signature"])), signed.encode())
    except (InvalidSignature, ValueError) as error:
        raise NotAccepted(
            "La signature du fichier ne correspond pas à son contenu : il a été modifié ou coupé en chemin. "
            "Redemandez-le à l'installation qui l'a fait."
        ) from error
    digest = hashlib.sha256(signed.encode()).hexdigest()
    _check_shape(content)
    return Signed(key, content, _day(content), digest)


def _parts(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise NotAccepted(f"Fichier de {len(text)} signes : un agrégat n'en a pas plus de {LARGEST}.")
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAccepted("Ce fichier n'est pas un agrégat de Maillage : ce n'est pas du JSON.") from error
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        found = held.get("format") if isinstance(held, dict) else None
        raise NotAccepted(
            f"Format « {found} » : un agrégat de Maillage annonce « {FORMAT} ». "
            "Il se fait par « maillage observatory export »."
        )
    if set(held) != {"format", "key", "content", "signature"} or not isinstance(held["content"], dict):
        raise NotAccepted("Il manque la clé, le contenu ou la signature : le fichier est incomplet.")
    return held


def _check_shape(content: Mapping[str, Any]) -> None:
    """What the pages read of an aggregate is there, and is what they expect. Raises NotAccepted."""
    rows = content.get("distributions")
    counted = isinstance(content.get("partnerships"), int) and isinstance(content.get("fictitious"), bool)
    if not (counted and isinstance(rows, list) and all(_is_spread(row) for row in rows)):
        raise NotAccepted(
            "Il manque à cet agrégat le nombre de partenariats ou la répartition des chiffres : il vient "
            "d'une autre version. Mettez les deux installations à jour, puis redemandez-le."
        )


def _is_spread(row: Any) -> bool:
    if not isinstance(row, dict) or not isinstance(row.get("indicator"), str):
        return False
    cells, edges, quartiles = (row.get(name) for name in ("cells", "edges", "quartiles"))
    counts = [row.get(name) for name in ("partnerships", "published")]
    if not (isinstance(cells, list) and isinstance(edges, list) and len(edges) == len(cells) + bool(cells)):
        return False
    whole = all(count is None or isinstance(count, int) for count in [*counts, *cells])
    return whole and _numbers(edges) and (quartiles is None or (_numbers(quartiles) and len(quartiles) == 3))


def _numbers(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, int | float) for value in values)


def _day(content: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(str(content["day"]))
    except (KeyError, ValueError) as error:
        raise NotAccepted(
            f"Date « {content.get('day')} » : un agrégat dit à quelle date il a été calculé."
        ) from error
