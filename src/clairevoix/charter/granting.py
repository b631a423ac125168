"""What the council signs to give, renew or close an account of the council or of the data protection officer.

The token with which the account is taken up is made by whoever signs; only its SHA-256 is signed and handed over, so that
whoever runs the command on the machine cannot take the account up in their place.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from clairevoix.charter.access import Role
from clairevoix.charter.rules import ROLE_SEPARATION
from clairevoix.model.errors import CharterRefusal, SettingsError

DOMAIN = b"clairevoix/grant/1\0"
#: A grant is to be used within a week; kept longer, it could bring back what was changed since.
VALID = timedelta(days=7)
_RULE_ID = ROLE_SEPARATION.rule_id


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantStatement:
    """What is signed: whose account, which roles from now on (none: it is closed), the token's hash, the day."""

    login: str = field(repr=False)
    roles: frozenset[Role]
    token_hash: str = field(repr=False)
    on: date

    @property
    def content(self) -> bytes:
        """The very bytes: a domain, then each part ended by a zero byte."""
        login = unicodedata.normalize("NFKC", self.login).strip().casefold()
        parts = (login, "|".join(sorted(self.roles)), self.token_hash, self.on.isoformat())
        return DOMAIN + b"".join(part.encode() + b"\0" for part in parts)


def sign_grant(private_key: str, statement: GrantStatement) -> dict[str, str]:
    """The grant as plain values, for a file. Raises SettingsError if the private key is none (32 bytes in base64)."""
    key = _bytes(private_key, 32)
    if key is None:
        raise SettingsError("not a private key: 32 bytes in base64 are expected")
    signature = Ed25519PrivateKey.from_private_bytes(key).sign(statement.content)
    return {
        "login": statement.login,
        "roles": "|".join(sorted(statement.roles)),
        "token_hash": statement.token_hash,
        "on": statement.on.isoformat(),
        "signature": base64.b64encode(signature).decode(),
    }


def admit_signed_grant(values: Mapping[str, object], council_key: str | None, today: date) -> GrantStatement:
    """What the council granted. Raises CharterRefusal(R22) unless its key signed these very values, a week ago at most.

    Without a registered key nothing was granted. Raises SettingsError for values that are no grant at all.
    """
    try:
        said = {name: str(values[name]) for name in ("login", "roles", "token_hash", "on", "signature")}
        roles = frozenset(Role(name) for name in said["roles"].split("|") if name)
        statement = GrantStatement(
            login=said["login"], roles=roles, token_hash=said["token_hash"], on=date.fromisoformat(said["on"])
        )
    except (KeyError, ValueError):
        raise SettingsError("not a grant: make one with: clairevoix account grant") from None
    if not re.fullmatch(r"[0-9a-f]{64}", statement.token_hash) or "\0" in statement.login:
        raise SettingsError("not a grant: make one with: clairevoix account grant")
    is_recent = timedelta(days=-1) <= today - statement.on <= VALID
    if not is_recent or not _is_signed(statement.content, said["signature"], council_key):
        raise CharterRefusal(_RULE_ID)
    return statement


def _is_signed(content: bytes, signature: str, public_key: str | None) -> bool:
    key, signed = _bytes(public_key or "", 32), _bytes(signature, 64)
    if key is None or signed is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signed, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _bytes(text: str, length: int) -> bytes | None:
    try:
        content = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
    return content if len(content) == length else None
