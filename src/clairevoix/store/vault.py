"""Redacted audio: one AES-256-GCM key per object, keys kept apart from what they open.

An object is erased by destroying its key and its ciphertext (NIST SP 800-88r2 asks for both the keys and every copy of
them to be gone).
"""

import secrets
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clairevoix.model.errors import StoreError
from clairevoix.store.workspace import Workspace, write_whole


def put(workspace: Workspace, object_id: str, content: bytes) -> None:
    """Stores ``content`` under ``object_id``; writing the same id again replaces it."""
    cipher, key_path = _paths(workspace, object_id)
    cipher.parent.mkdir(parents=True, exist_ok=True)
    for folder in (workspace.keys, workspace.keys / "vault", key_path.parent):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key, nonce = AESGCM.generate_key(bit_length=256), secrets.token_bytes(12)
    write_whole(key_path, key, mode=0o600)
    write_whole(cipher, nonce + AESGCM(key).encrypt(nonce, content, object_id.encode()))


def take(workspace: Workspace, object_id: str) -> bytes:
    """The content of an object. Raises StoreError if it, or its key, is gone or was altered."""
    cipher, key_path = _paths(workspace, object_id)
    try:
        sealed, key = cipher.read_bytes(), key_path.read_bytes()
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], object_id.encode())
    except (FileNotFoundError, InvalidTag, ValueError):
        raise StoreError("an object of the vault is gone or was altered") from None


def erase(workspace: Workspace, object_id: str) -> None:
    """Destroys the key first, then the ciphertext. Erasing what is gone does nothing."""
    cipher, key_path = _paths(workspace, object_id)
    key_path.unlink(missing_ok=True)
    cipher.unlink(missing_ok=True)


def sweep(workspace: Workspace) -> None:
    """Removes what was half written when a process was killed. Only for whoever holds the workspace."""
    for folder in (workspace.vault, workspace.keys / "vault"):
        for path in folder.glob("??/.*.tmp"):
            path.unlink(missing_ok=True)


def object_ids(workspace: Workspace) -> Iterator[str]:
    """Every object that has a key or a ciphertext."""
    names = {path.name for path in workspace.vault.glob("??/*") if not path.name.startswith(".")}
    names |= {path.stem for path in (workspace.keys / "vault").glob("??/*.key") if not path.name.startswith(".")}
    yield from sorted(names)


def _paths(workspace: Workspace, object_id: str) -> tuple[Path, Path]:
    folder = object_id[:2]
    return (workspace.vault / folder / object_id, workspace.keys / "vault" / folder / f"{object_id}.key")
