"""Functions of worker processes that are killed while they seal sound; beside :mod:`workers`, for they import the store."""

import os
from collections.abc import Iterator
from pathlib import Path

from clairevoix.store import vault
from clairevoix.store.workspace import Workspace

#: When the process is killed: at the third piece, or before one of the calls that make a file last or give it its name.
INSTANTS = (
    "a piece",
    "all is synced",
    "the key is synced",
    "the key is there",
    "all is synced again",
    "the object is there",
)


def is_killed_sealing(item: tuple[Workspace, str, str]) -> None:
    """Puts an object, and ends its process at that instant."""
    workspace, object_id, instant = item
    if instant != INSTANTS[0]:
        _ends_at(INSTANTS.index(instant))
    vault.put(workspace, object_id, _pieces(ends=instant == INSTANTS[0]))


def _pieces(*, ends: bool) -> Iterator[bytes]:
    yield b"Montgolfiere" * 9_000
    yield b"Montgolfiere" * 9_000
    if ends:
        os._exit(1)


def _ends_at(last: int) -> None:
    """The process ends instead of the call of that number, counted from 1, that makes a file durable or gives it its name."""
    calls, fsync, rename = iter(range(1, 1_000)), os.fsync, Path.replace

    def counted(call):
        return lambda *arguments: os._exit(1) if next(calls) == last else call(*arguments)

    os.fsync, Path.replace = counted(fsync), counted(rename)


def process_but_killed_once(tasks):
    """What the pipeline does with contacts, but the first process that seals anything is killed half-way."""
    from clairevoix import pipeline

    if not any(tasks[0].workspace.vault.glob("??/.*.tmp")):
        pipeline.flac_pieces = lambda *_: _pieces(ends=True)
    return pipeline.all_processed(tasks)
