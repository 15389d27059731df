"""Fetch the official files by their name in the national catalogue; resumes, verifies, writes them whole."""

import hashlib
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
CATALOGUE = "https://www.data.gouv.fr/api/1/datasets"
BLOCK = 1 << 20
Say = Callable[[str], None]


@dataclass(frozen=True)
class Resource:
    """One file of the catalogue. `checksum` as `sha1:...` or empty, `size` in bytes or None."""

    name: str
    url: str
    size: int | None
    checksum: str


def fetch_all(*, folder: Path, only: str = "", say: Say) -> list[Path]:
    """Fetch wanted files whose name holds `only`. Raises Refused (no network, bad sum); whole files stay."""
    found = [
        row
        for dataset, patterns in WANTED.items()
        for row in _resources(dataset, patterns)
        if only in row.name
    ]
    if not found:
        raise Refused(["Aucun fichier officiel ne porte ce nom dans le catalogue."])
    return [fetch(row, folder=folder, say=say) for row in found]


def _resources(dataset: str, patterns: tuple[str, ...]) -> Iterator[Resource]:
    base = getattr(settings, "DATA_CATALOGUE", CATALOGUE)
    with _open(f"{base}/{dataset}/") as answer:
        listed: list[dict[str, Any]] = json.load(answer)["resources"]
    for pattern in patterns:
        named = {row["url"].rsplit("/", 1)[-1]: row for row in listed if re.search(pattern, row["url"])}
        if named:
            name = max(named, key=lambda text: re.findall(r"produit-le-?([\d-]+)", text) or [text])
            row = named[name]
            total = row.get("checksum") or {}
            yield Resource(
                name, row["url"], row.get("filesize"), f"{total['type']}:{total['value']}" if total else ""
            )  # fmt: skip


def fetch(resource: Resource, *, folder: Path, say: Say) -> Path:
    """One file: what was already received is kept, the rest is asked for, the sum is checked."""
    target, partial = folder / resource.name, folder / f"{resource.name}.partiel"
    if target.exists():
        say(f"{resource.name} : déjà là")
        return target
    have = partial.stat().st_size if partial.exists() else 0
    with _open(resource.url, have) as answer:
        resumed = have and answer.status == 206
        with partial.open("ab" if resumed else "wb") as out:
            shutil.copyfileobj(answer, out, BLOCK)
    _verify(resource, partial)
    partial.replace(target)
    say(f"{resource.name} : {target.stat().st_size // 1000} ko{', repris' if resumed else ''}")
    return target


def _verify(resource: Resource, partial: Path) -> None:
    size = partial.stat().st_size
    if resource.size is not None and size < resource.size:
        raise Refused(
            [f"{resource.name} est incomplet : {size} octets sur {resource.size}. Relancez : il reprendra."]
        )
    kind, _, wanted = resource.checksum.partition(":")
    if not wanted:
        return
    with partial.open("rb") as file:
        found = hashlib.file_digest(file, kind).hexdigest()
    if found != wanted:
        partial.unlink()
        raise Refused([f"{resource.name} est abîmé : son empreinte n'est pas celle du catalogue. Relancez."])


def _open(url: str, start: int = 0) -> Any:
    headers = {"User-Agent": "maillage"} | ({"Range": f"bytes={start}-"} if start else {})
    request = urllib.request.Request(url, headers=headers)  # noqa: S310
    try:
        return urllib.request.urlopen(request, timeout=60)  # noqa: S310
    except (urllib.error.URLError, OSError) as error:
        raise Refused(
            [
                f"{url} ne répond pas ({error}). Sans réseau, téléchargez le fichier ailleurs, "
                "puis « maillage data import »."
            ]
        ) from error
