"""A workspace on disk: where each store is, its secrets, and the lock that keeps two runs apart."""

import fcntl
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clairevoix.model.errors import SettingsError, StoreError

SETTINGS_FILE = "clairevoix.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The folder of one installation. ``keys`` may lie on another disk than the data it opens."""

    root: Path
    keys: Path

    @property
    def lake(self) -> Path:
        return self.root / "lake"

    @property
    def vault(self) -> Path:
        return self.root / "vault"

    @property
    def registry(self) -> Path:
        return self.root / "registry.sqlite"

    @property
    def snapshot(self) -> Path:
        return self.root / "published" / "snapshot.duckdb"

    @property
    def wellbeing(self) -> Path:
        """The folder of the pulse's own store, which nothing else opens."""
        return self.root / "wellbeing"

    @property
    def codebook(self) -> Path:
        return self.root / "codebook"

    @property
    def journeys(self) -> Path:
        """Definitions of the workspace's own; most have none."""
        return self.root / "journeys"


def create(root: Path, files: dict[str, str]) -> None:
    """Makes an empty workspace with ``files`` (name to text) in it; files that exist are left as they are."""
    root.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = root / name
        if not path.exists():
            is_secret = path.parent != root and path.suffix in (".seed", ".key")
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if is_secret else 0o755)
            write_whole(path, text.encode(), mode=0o600 if is_secret else 0o644)


def existing(root: Path, keys: str) -> Workspace:
    """The workspace at ``root``. Raises SettingsError if there is none."""
    if not (root / SETTINGS_FILE).is_file():
        raise SettingsError("no workspace here; make one with: clairevoix init DIR")
    return Workspace(root=root.resolve(), keys=(root / keys).resolve())


def secret(workspace: Workspace, name: str) -> bytes:
    """The 32-byte secret of that name, made at its first use. Readable by the owner only."""
    path = workspace.keys / name
    if not path.exists():
        workspace.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        _create_whole(path, secrets.token_hex(32).encode())
    try:
        value = bytes.fromhex(path.read_text().strip())
    except ValueError:
        value = b""
    if len(value) != 32:
        raise StoreError(f"the secret {name} is damaged: 64 hexadecimal digits are expected")
    return value


def _create_whole(path: Path, content: bytes) -> None:
    """Makes a file whole or not at all; the first of two who make it wins."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    write_whole(temporary, content, mode=0o600)
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        return
    finally:
        temporary.unlink(missing_ok=True)


def pseudonym(workspace: Workspace, kind: str, source_id: str) -> str:
    """A keyed, repeatable name for an identifier at the source: HMAC-SHA256, 16 hexadecimal digits."""
    key = secret(workspace, "pseudonym.key")
    return hmac.new(key, f"{kind}\0{source_id}".encode(), hashlib.sha256).hexdigest()[:16]


def seal(workspace: Workspace, text: str) -> bytes:
    """``text`` under AES-256-GCM, for places that must not show it (where a waiting recording lies)."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(secret(workspace, "seal.key")).encrypt(nonce, text.encode(), b"seal/1")


def unseal(workspace: Workspace, sealed: bytes) -> str:
    try:
        return AESGCM(secret(workspace, "seal.key")).decrypt(sealed[:12], sealed[12:], b"seal/1").decode()
    except (InvalidTag, ValueError):
        raise StoreError("a sealed value does not open: the key was changed") from None


@contextmanager
def exclusive(workspace: Workspace) -> Iterator[None]:
    """Held by whoever writes. Freed by the system when that process ends, however it ends."""
    with (workspace.root / ".lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError("another command is writing to this workspace; wait for it to end") from None
        yield


def write_whole(path: Path, content: bytes | Iterable[bytes], mode: int = 0o644) -> None:
    """Writes a file so that it exists either whole or not at all, even if the machine stops."""
    with whole(path, mode) as stream:
        stream.writelines((content,) if isinstance(content, bytes) else content)


@contextmanager
def whole(path: Path, mode: int = 0o644) -> Iterator[BinaryIO]:
    """A file to write, which appears at the end of the block. If that fails, what was there before stays."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            settle(stream)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def settle(stream: BinaryIO) -> None:
    """All that was written lies on the disk. Raises OSError if it does not fit."""
    stream.flush()
    os.fsync(stream.fileno())
