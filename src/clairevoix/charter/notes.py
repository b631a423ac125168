"""Signed heads of the ledger: C2SP signed-note, tlog-checkpoint and tlog-cosignature, under Ed25519 (RFC 8032).

A note is a text, an empty line and signature lines ``— name base64(key id, signature)``. A checkpoint is the text
``origin``, number of leaves, root in base64, each on its line. A witness' cosignature also covers when it looked.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from enum import IntEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_NAME = re.compile(r"[^\s+]{1,200}")
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
_DASH = "— "


class NoteError(ValueError):
    """A note, a checkpoint or a key is malformed, or its signature is not that of its key."""


class SignatureType(IntEnum):
    """What a key signs: whole notes, or what a witness saw and when (C2SP signed-note, tlog-cosignature)."""

    NOTE = 1
    COSIGNATURE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """A public key with its name; written ``name+key id+base64(type, 32 bytes)``."""

    name: str
    signature_type: SignatureType
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256 over name, line feed, type and public key."""
        given = self.name.encode() + b"\n" + bytes([self.signature_type]) + self.public_key
        return hashlib.sha256(given).digest()[:4]

    def __str__(self) -> str:
        encoded = base64.b64encode(bytes([self.signature_type]) + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerKey:
    """A private key with its name. ``seed`` is 32 bytes; it signs notes."""

    name: str
    seed: bytes = field(repr=False)

    def verifier(self, signature_type: SignatureType = SignatureType.NOTE) -> VerifierKey:
        public_key = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(name=self.name, signature_type=signature_type, public_key=public_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """How far the ledger ``origin`` reached: its number of leaves and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def parse_verifier_key(text: str) -> VerifierKey:
    """Raises NoteError for a malformed key, or one whose key id is another key's."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        given = _unbased(encoded)
        key = VerifierKey(name=name, signature_type=SignatureType(given[0]), public_key=given[1:])
    except (ValueError, IndexError):
        raise NoteError("the key is malformed") from None
    if not _NAME.fullmatch(name) or len(key.public_key) != 32 or key.key_id.hex() != key_id:
        raise NoteError("the key is malformed")
    return key


def parse_checkpoint(text: str) -> Checkpoint:
    """Raises NoteError unless ``text`` is three lines, just as :class:`Checkpoint` writes them."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0] or not _SIZE.fullmatch(lines[1]):
        raise NoteError("the checkpoint is malformed")
    root = _unbased(lines[2])
    if len(root) != 32:
        raise NoteError("the checkpoint is malformed")
    return Checkpoint(origin=lines[0], size=int(lines[1]), root=root)


def signed(text: str, key: SignerKey) -> str:
    """The note of ``text``, which ends with a line feed."""
    signature = Ed25519PrivateKey.from_private_bytes(key.seed).sign(text.encode())
    return f"{text}\n{_line(key.verifier(), signature)}"


def opened(note: str, key: VerifierKey) -> str:
    """The text of a note that carries one valid signature of ``key``; lines of other keys do not count.

    Raises NoteError if there is none, more than one, or an invalid one.
    """
    text, lines = _parts(note)
    found = [signature for name, key_id, signature in lines if (name, key_id) == (key.name, key.key_id)]
    if len(found) != 1:
        raise NoteError("the note is not signed by that key")
    _check(key, text.encode(), found[0])
    return text


def cosigned(text: str, key: SignerKey, at: int) -> str:
    """The signature line of a witness over a checkpoint's ``text``, seen ``at`` (seconds since 1970)."""
    signature = Ed25519PrivateKey.from_private_bytes(key.seed).sign(_seen(text, at))
    return _line(key.verifier(SignatureType.COSIGNATURE), at.to_bytes(8, "big") + signature)


def cosignature(note: str, key: VerifierKey) -> tuple[str, int]:
    """The signature line of that witness in ``note`` and when it looked. Raises NoteError if none is valid."""
    text, lines = _parts(note)
    found = [signature for name, key_id, signature in lines if (name, key_id) == (key.name, key.key_id)]
    if key.signature_type is not SignatureType.COSIGNATURE or len(found) != 1 or len(found[0]) != 72:
        raise NoteError("the note is not signed by that witness")
    at = int.from_bytes(found[0][:8], "big")
    _check(key, _seen(text, at), found[0][8:])
    return _line(key, found[0]), at


def text_of(note: str) -> str:
    """The text of a note, whoever signed it. Raises NoteError if it is none."""
    return _parts(note)[0]


def _seen(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _check(key: VerifierKey, message: bytes, signature: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key.public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise NoteError("the signature does not hold") from None


def _line(key: VerifierKey, signature: bytes) -> str:
    return f"{_DASH}{key.name} {base64.b64encode(key.key_id + signature).decode()}\n"


def _parts(note: str) -> tuple[str, tuple[tuple[str, bytes, bytes], ...]]:
    """The text of a note, and name, key id and signature of each of its signature lines."""
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise NoteError("the note is malformed")
    lines = []
    for line in signatures[:-1].split("\n"):
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        given = _unbased(encoded)
        if not line.startswith(_DASH) or not _NAME.fullmatch(name) or len(given) < 5:
            raise NoteError("the note is malformed")
        lines.append((name, given[:4], given[4:]))
    return f"{text}\n", tuple(lines)


def _unbased(encoded: str) -> bytes:
    """Base64 that is written in its one canonical form, so that no two texts mean the same bytes."""
    try:
        given = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError("base64 is expected") from None
    if base64.b64encode(given).decode() != encoded:
        raise NoteError("base64 is expected")
    return given
