"""Figures of many partnerships: frames put on disk, then computed block by block, here or by workers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.utils import timezone

from maillage.kernel import BadInput
from maillage.observatory import store
from maillage.observatory.indicators.blocks import Block, blocks, compute
from maillage.observatory.selectors import snapshots
from maillage.observatory.selectors.frames import extract

ENGINES = ("local", "dask")


def extracted(partnerships: Sequence[int]) -> list[Block]:
    """The records of these partnerships as blocks of frames on disk; only parts that moved are read again.

    A part is written whole or not at all: killed in the middle, the next call goes on from there.
    """
    month = f"{timezone.localdate():%Y-%m}"  # a few outcomes are told by the time that passes
    wanted = set(partnerships)
    known = snapshots.stamps(snapshots.neighbours(partnerships, store.PART))
    parts = store.parts({pk: f"{stamp}/{month}" for pk, stamp in known.items()})
    for folder, members in parts.items():
        if not folder.is_dir():
            store.write(extract(members), folder)
    return [
        Block(str(folder), tuple(pk for pk in members if pk in wanted)) for folder, members in parts.items()
    ]


def from_folder(folder: Path, partnership: int | None = None) -> list[Block]:
    """Blocks of a folder of frames. Raises BadInput: no such folder, no such partnership in it."""
    known = store.members(folder)
    if partnership is None:
        return blocks(folder, known)
    if partnership not in known:
        span = f"de {known[0]} à {known[-1]}" if known else "aucun"
        raise BadInput(f"Le partenariat {partnership} n'est pas dans {folder} (numéros {span}).")
    return blocks(folder, [partnership])


def figures_by_block(
    parts: Sequence[Block], day: date, *, engine: str = "local", scheduler: str = "", processes: bool = True
) -> Iterator[pl.DataFrame]:
    """The figures of each block in turn, by partnership; the same numbers whatever the engine.

    `engine` local: one block in memory at a time. dask: on the cluster at `scheduler`, else on workers
    of this machine. Raises BadInput for another engine, or a cluster that does not answer.
    """
    if engine not in ENGINES:
        raise BadInput(f"Le moteur « {engine} » n'existe pas : choisissez {' ou '.join(ENGINES)}.")
    if engine == "local":
        yield from (compute(part, day) for part in parts)
        return
    with _client(scheduler, processes) as client:
        waiting = [client.submit(compute, part, day, pure=False) for part in parts]
        for future in waiting:
            yield future.result()


@contextmanager
def _client(scheduler: str, processes: bool) -> Iterator[Any]:
    import distributed  # slow to load, rarely wanted

    dask: Any = distributed

    try:
        if scheduler:
            cluster, client = None, dask.Client(scheduler, timeout="10s")
        else:
            cluster = dask.LocalCluster(  # this machine only, never an address that others could reach
                n_workers=2, threads_per_worker=1, processes=processes, host="127.0.0.1", protocol="tcp",
                dashboard_address="127.0.0.1:0", worker_dashboard_address=None,
            )  # fmt: skip
            client = dask.Client(cluster)
    except (OSError, ValueError) as error:
        where = scheduler or "sur cette machine"
        raise BadInput(f"Aucun ordonnanceur Dask ne répond ({where}) : vérifiez --scheduler.") from error
    try:
        yield client
    finally:
        client.close()
        if cluster is not None:
            cluster.close()
