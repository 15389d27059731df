"""The key with which this installation signs its aggregates: made once, kept in its folder, never shown."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from maillage.kernel import BadInput

NAME = "observatory.ed25519"


def private_key() -> Ed25519PrivateKey:
    """The key of this installation, made at first use (Ed25519). Raises BadInput when its file is damaged."""
    path: Path = settings.HOME / "keys" / NAME
    if not path.exists():
        _make(path)
    held = path.read_bytes()
    if len(held) != 32:
        raise BadInput(
            f"la clé de signature {path} a {len(held)} octets au lieu de 32. Remettez celle d'une sauvegarde."
        )
    return Ed25519PrivateKey.from_private_bytes(held)


def public_key() -> str:
    """What others need to recognise this installation, hexadecimal."""
    return private_key().public_key().public_bytes_raw().hex()


def _make(path: Path) -> None:
    """Write the key whole or not at all; the first of two writers wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.tmp")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes_raw())
        os.fsync(file.fileno())
    try:
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink()
