"""What stands between a file and FFmpeg: it counts what is read, how long it takes and how much sound comes of it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO

from clairevoix.model.errors import Code, InputError

#: What of a file's declared sound may be missing, in ms: FFmpeg rounds by a few frames, and encoders pad.
MISSING_MS = 500
# A packet that cannot be decoded lost at least this much, in ms: the shortest frame of a telephone codec.
_LEAST_PACKET_MS = 20
# FFmpeg may work so long in all, and so long for each second of sound: a hundred times what it needs. This is to find the
# files in which it is lost, and not to measure the machine.
_GRACE_S, _PER_SOUND_S = 60.0, 0.5
# It may read so much without finding sound: room for a large picture or for the index of a day.
_FRUITLESS_BYTES = 64 << 20


class Effort:
    """The sound of a file so far, and the work that it was. Raises InputError when the one does not pay for the other.

    Before the first sound the file is none (not_audio); after it, the file is damaged (truncated). What takes too long is
    neither (took_too_long).
    """

    def __init__(self, limit_ms: float) -> None:
        self.sound_ms = 0.0
        self._limit_ms = limit_ms
        self._lost_ms = 0.0
        self._fruitless_bytes = 0
        self._spent_s = 0.0
        self._since: float | None = None

    @contextmanager
    def working(self) -> Iterator[None]:
        """While FFmpeg works: the time of whoever listens in between is not the file's fault."""
        self._since = time.monotonic()
        try:
            yield
        finally:  # FFmpeg, whose file ended early, may fail of that
            if self._is_too_slow:
                raise InputError(Code.TOOK_TOO_LONG) from None
            if self._is_fruitless:
                raise InputError(self.broken) from None
        self._spent_s += time.monotonic() - self._since
        self._since, self._fruitless_bytes = None, 0

    def read(self, n_bytes: int) -> None:
        self._fruitless_bytes += n_bytes

    @property
    def is_too_much(self) -> bool:
        return self._is_fruitless or self._is_too_slow

    @property
    def _is_fruitless(self) -> bool:
        return self._fruitless_bytes > _FRUITLESS_BYTES

    @property
    def _is_too_slow(self) -> bool:
        spent_s = self._spent_s + (0.0 if self._since is None else time.monotonic() - self._since)
        return spent_s > _GRACE_S + _PER_SOUND_S * self.sound_ms / 1000

    def declared(self, milliseconds: float | None) -> None:
        if milliseconds is not None and milliseconds > self._limit_ms + MISSING_MS:
            raise InputError(Code.TOO_LONG)

    def heard(self, milliseconds: float) -> None:
        self.sound_ms += milliseconds
        if self.sound_ms > self._limit_ms:
            raise InputError(Code.TOO_LONG)

    def lost(self, milliseconds: float) -> None:
        self._lost_ms += max(_LEAST_PACKET_MS, milliseconds)
        if self._lost_ms > MISSING_MS:
            raise InputError(self.broken)

    def finished(self, declared_ms: float | None) -> None:
        if not self.sound_ms:
            raise InputError(Code.NOT_AUDIO if self._lost_ms else Code.NO_SOUND)
        if declared_ms is not None and self.sound_ms < declared_ms - MISSING_MS:
            raise InputError(Code.TRUNCATED)

    @property
    def broken(self) -> Code:
        return Code.TRUNCATED if self.sound_ms else Code.NOT_AUDIO


class Watched:
    """A file as FFmpeg reads it, up to ``end``. It has no name: what it is, its content says."""

    def __init__(self, file: FileIO, end: int, effort: Effort) -> None:
        self._file, self._end, self._effort = file, end, effort
        file.seek(0)

    def read(self, size: int) -> bytes:
        if self._effort.is_too_much:
            return b""  # for FFmpeg the file ends here
        content = self._file.read(max(0, min(size, self._end - self._file.tell()))) or b""
        self._effort.read(len(content))
        return content

    def seek(self, offset: int, whence: int) -> int:
        try:
            if whence == os.SEEK_END:
                return self._file.seek(self._end + offset)
            return self._file.seek(offset, whence)
        except (OSError, ValueError):
            return -1  # FFmpeg asks for places that do not exist, and goes on

    def tell(self) -> int:
        return self._file.tell()
