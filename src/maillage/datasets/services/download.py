"""Fetch the official files by their name in the national catalogue; resumes, verifies, whole files only."""

import hashlib
import http.client
import json
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from maillage.kernel import Refused

# data.gouv.fr dataset identifiers; a file is picked by its name, since addresses change at each edition
WANTED: dict[str, tuple[str, ...]] = {
    "621df2954fa5a3b5a023e23c": (
        r"donnee-data\.gouv-.*\.csv\.gz$",
        r"donnee-dep-data\.gouv-.*\.csv$",
        r"donnee-reg-data\.gouv-.*\.csv$",
    ),
    "5617ad4dc751df6211cdbb49": (r"tableaux-4001-ts\.xlsx$",),
}
BLOCK = 1 << 20
CURE = "Sans réseau, téléchargez le fichier ailleurs, puis « maillage data import FICHIER »."
Say = Callable[[str], None]


@dataclass(frozen=True)
class Resource:
    """One file of the catalogue. `checksum` as `sha1:...` or empty, `size` in bytes or None."""

    name: str
    url: str
    size: int | None
    checksum: str


def fetch_all(*, folder: Path | None = None, only: str = "", say: Say) -> list[Path]:
    """Fetch every wanted file whose name holds `only`. Raises Refused (no network, bad sum); whole files
    stay.
    """
    found = [
        row
        for dataset, patterns in WANTED.items()
        for row in _resources(dataset, patterns)
        if only in row.name
    ]
    if not found:
        raise Refused([f"Aucun fichier officiel ne porte « {only} » dans son nom au catalogue."])
    kept = folder or settings.HOME / "downloads"
    kept.mkdir(parents=True, exist_ok=True)
    return [fetch(row, folder=kept, say=say) for row in found]


def _resources(dataset: str, patterns: tuple[str, ...]) -> Iterator[Resource]:
    address = f"{settings.DATA_CATALOGUE}/{dataset}/"
    try:
        with _open(address) as answer:
            listed: list[dict[str, Any]] = json.load(answer)["resources"]
        rows = [(str(row["url"]), row) for row in listed]
    except (ValueError, KeyError, TypeError, http.client.HTTPException, OSError) as error:
        raise Refused([f"{address} n'a pas répondu comme un catalogue. {CURE}"]) from error
    for pattern in patterns:
        named = {url.rsplit("/", 1)[-1]: (url, row) for url, row in rows if re.search(pattern, url)}
        if named:
            name = max(named, key=lambda text: re.findall(r"produit-le-?([\d-]+)", text) or [text])
            yield _resource(name, *named[name])


def _resource(name: str, url: str, row: dict[str, Any]) -> Resource:
    total, size = row.get("checksum") or {}, row.get("filesize")
    known = isinstance(total, dict) and str(total.get("type")) in hashlib.algorithms_available
    checksum = f"{total['type']}:{total.get('value')}" if known else ""
    return Resource(name, url, size if isinstance(size, int) else None, checksum)


def fetch(resource: Resource, *, folder: Path, say: Say) -> Path:
    """One file: what was already received is kept, the rest is asked for, the sum is checked."""
    target, partial = folder / resource.name, folder / f"{resource.name}.partiel"
    if target.exists() and _sum_is_right(resource, target):
        say(f"{resource.name} : déjà là")
        return target
    have = partial.stat().st_size if partial.exists() else 0
    resumed = _receive(resource, partial, have)
    _verify(resource, partial)
    partial.replace(target)
    say(f"{resource.name} : {target.stat().st_size // 1000} ko{', repris' if resumed else ''}")
    return target


def _receive(resource: Resource, partial: Path, have: int) -> bool:
    """Write what comes after what is there; did the server resume?"""
    if have and have == resource.size:
        return True
    with _open(resource.url, have) as answer:
        resumed = bool(have) and answer.status == 206
        expected = (have if resumed else 0) + int(answer.headers.get("Content-Length") or 0)
        try:
            with partial.open("ab" if resumed else "wb") as out:
                shutil.copyfileobj(answer, out, BLOCK)
        except (http.client.HTTPException, OSError) as error:
            raise Refused([f"{resource.name} : la liaison s'est coupée. Relancez : il reprendra."]) from error
    if partial.stat().st_size < expected:
        raise _incomplete(resource, partial, expected)
    return resumed


def _verify(resource: Resource, partial: Path) -> None:
    if resource.size is not None and partial.stat().st_size < resource.size:
        raise _incomplete(resource, partial, resource.size)
    if not _sum_is_right(resource, partial):
        partial.unlink()
        raise Refused([f"{resource.name} est abîmé : son empreinte n'est pas celle du catalogue. Relancez."])


def _incomplete(resource: Resource, partial: Path, expected: int) -> Refused:
    size = partial.stat().st_size
    return Refused(
        [f"{resource.name} est incomplet : {size} octets sur {expected}. Relancez : il reprendra."]
    )


def _sum_is_right(resource: Resource, path: Path) -> bool:
    kind, _, wanted = resource.checksum.partition(":")
    if not wanted:
        return True
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind).hexdigest() == wanted.lower()


def _open(url: str, start: int = 0) -> Any:
    if not url.startswith(("http://", "https://")):
        raise Refused([f"{url} n'est pas une adresse du réseau."])
    headers = {"User-Agent": "maillage"} | ({"Range": f"bytes={start}-"} if start else {})
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  (checked above)
    try:
        return urllib.request.urlopen(request, timeout=60)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return _open(url)  # what was kept is of another file: begin again
        raise Refused([f"{url} a répondu par l'erreur {error.code}. {CURE}"]) from error
    except (OSError, http.client.HTTPException) as error:
        raise Refused([f"{url} ne répond pas. {CURE}"]) from error
