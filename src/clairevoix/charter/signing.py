"""Ed25519 signatures of the employer and the council over a charter, and their keys as text.

What is signed names itself: a domain, who signs, what for, the scope digest and the day, each ended by a zero byte, so that
no signature can pass for another (RFC 8032; domain separation as in its § 8.3).
"""

import base64
import binascii
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from clairevoix.model.errors import CharterRefusal, SettingsError

DOMAIN = b"clairevoix/charter/1\0"
KEY_BYTES, SIGNATURE_BYTES = 32, 64


class Signatory(StrEnum):
    """Who signs."""

    EMPLOYER = "employer"
    COUNCIL = "council"


class Act(StrEnum):
    """What a signature says: consulted is « we were informed and consulted on this », not « we agree »."""

    CONSULTED = "consulted"
    ACTIVATE = "activate"
    TIGHTEN = "tighten"
    RESUME = "resume"
    REPLACE_KEY = "replace-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is signed: who says what, of which scope digest (or new key), on which day."""

    signatory: Signatory
    act: Act
    scope_digest: str
    on: date

    @property
    def content(self) -> bytes:
        """The very bytes."""
        parts = (self.signatory, self.act, self.scope_digest, self.on.isoformat())
        return DOMAIN + b"".join(part.encode() + b"\0" for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A statement and its signature (base64)."""

    statement: Statement
    signature: str


def new_key(random: bytes) -> str:
    """A private key, as base64 text, of 32 random bytes."""
    if len(random) != KEY_BYTES:
        raise ValueError("32 random bytes are needed")
    return _text(random)


def public_key(private_key: str) -> str:
    """The public key of a private one. Raises SettingsError if that is none."""
    return _text(_private(private_key).public_key().public_bytes_raw())


def checked_public_key(text: str) -> str:
    """A public key as it is stored. Raises SettingsError if it is none."""
    key = _bytes(text, KEY_BYTES)
    if key is None:
        raise SettingsError("not a public key: 32 bytes in base64 are expected")
    return _text(key)


def sign(private_key: str, statement: Statement) -> Signed:
    """Raises SettingsError if the private key is none."""
    return Signed(statement=statement, signature=_text(_private(private_key).sign(statement.content)))


def verifies(public: str, signed: Signed) -> bool:
    """Whether the statement was signed with the private key of ``public``. Never raises."""
    key, signature = _bytes(public, KEY_BYTES), _bytes(signed.signature, SIGNATURE_BYTES)
    if key is None or signature is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed.statement.content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(text: str) -> Ed25519PrivateKey:
    key = _bytes(text, KEY_BYTES)
    if key is None:
        raise SettingsError("not a private key: 32 bytes in base64 are expected")
    return Ed25519PrivateKey.from_private_bytes(key)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str, length: int) -> bytes | None:
    try:
        content = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
    return content if len(content) == length else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A public key (base64), whose it is, and since when it stands for them."""

    signatory: Signatory
    public: str
    since_at: datetime


def key_of(keys: Iterable[Key], signatory: Signatory, at: datetime) -> str | None:
    """The key that stood for somebody at that moment; None if none did."""
    held = [key for key in keys if key.signatory is signatory and key.since_at <= at]
    return max(held, key=lambda key: key.since_at).public if held else None


def admit_key(keys: Collection[Key], new: Key, by_old: Signed | None = None) -> None:
    """Raises CharterRefusal unless a key may stand for somebody from now on.

    R22: one key cannot sign for both. R23: a key that stands is replaced only with its own signature over the new one.
    """
    if any(key.public == new.public and key.signatory is not new.signatory for key in keys):
        raise CharterRefusal("R22")
    stands = key_of(keys, new.signatory, new.since_at)
    if stands is None and not any(key.signatory is new.signatory for key in keys):
        return
    on = new.since_at.date()
    wanted = Statement(signatory=new.signatory, act=Act.REPLACE_KEY, scope_digest=new.public, on=on)
    if stands is None or by_old is None or by_old.statement != wanted or not verifies(stands, by_old):
        raise CharterRefusal("R23")
