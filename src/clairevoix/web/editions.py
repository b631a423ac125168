"""The snapshot in force, kept in memory until the next one replaces it, with all that was made from it."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from clairevoix.store import published
from clairevoix.store.published import Snapshot

T = TypeVar("T")
_SOUNDS_KEPT = 32


class Edition:
    """One snapshot, and what was made from it: made once, at first demand, then shared by every request."""

    def __init__(self, version: tuple[int, int], snapshot: Snapshot) -> None:
        self.version = version
        self.snapshot = snapshot
        self._made: dict[object, object] = {}
        self._making = threading.RLock()

    def once(self, kind: Callable[..., T], *arguments: object) -> T:
        """``kind(snapshot, *arguments)``, remembered."""
        key = (kind, arguments)
        with self._making:
            if key not in self._made:
                self._made[key] = kind(self.snapshot, *arguments)
            return self._made[key]  # type: ignore[return-value]


class Editions:
    """Gives the edition in force; reads the snapshot again only when it was replaced."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._edition: Edition | None = None
        self._sounds: dict[tuple[tuple[int, int], str], bytes | None] = {}
        self._reading = threading.Lock()

    def current(self) -> Edition:
        """Raises StoreError if nothing was published yet."""
        version = published.version(self._path)
        edition = self._edition
        if edition is not None and edition.version == version:
            return edition
        with self._reading:
            if self._edition is None or self._edition.version != version:
                self._edition = Edition(version, published.read(self._path))
                self._sounds.clear()
            return self._edition

    def audio(self, excerpt_id: str) -> bytes | None:
        """The sound of a released excerpt; the last few asked for stay in memory."""
        edition = self.current()
        key = (edition.version, excerpt_id)
        if not any(each.excerpt_id == excerpt_id for each in edition.snapshot.excerpts):
            return None
        with self._reading:
            if key not in self._sounds:
                while len(self._sounds) >= _SOUNDS_KEPT:
                    self._sounds.pop(next(iter(self._sounds)))
                self._sounds[key] = published.audio(self._path, excerpt_id)
            return self._sounds[key]
