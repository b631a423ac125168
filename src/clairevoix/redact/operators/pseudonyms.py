"""Keyed pseudonyms: the same value gets the same one across contacts, for as long as a key lives.

They link what one person said in several contacts, so they are made only where whoever asks says that the charter allows it;
nothing in this version does. A new epoch takes a new key; when a key is erased, what it linked can be linked no more.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field

from clairevoix.charter.rules import REDACTION
from clairevoix.model.errors import CharterRefusal
from clairevoix.redact.operators.values import Value

#: Bits kept of the digest: 60 make two values share a pseudonym about once among a thousand million.
_LETTERS = 12
_LEAST_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochKey:
    """The secret of an epoch, and the period that it is for. Never written beside what it made."""

    period: str
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) < _LEAST_KEY_BYTES:
            raise ValueError("a key of pseudonyms has 32 bytes or more")


def pseudonym(value: Value, key: EpochKey, *, linking_allowed: bool = False) -> str:
    """A name for a value that says nothing of it to whoever lacks the key: HMAC-SHA256 (RFC 2104) of kind and value.

    Raises CharterRefusal(R25) unless linking is allowed.
    """
    if not linking_allowed:
        raise CharterRefusal(REDACTION.rule_id)
    said = "\0".join([key.period, value.entity_type, value.digits, *sorted(value.words)])
    digest = hmac.new(key.secret, said.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:_LETTERS].lower()
