"""What proves who somebody is: passwords, one-time codes and recovery codes. Nothing here is kept; accounts keep hashes.

Passwords: Argon2id (RFC 9106), by the second recommended option of its § 4. Codes: TOTP (RFC 6238), 30 s, SHA-1, six digits,
as authenticator applications expect.
"""

import base64
import hashlib
import hmac
import math
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_S = 30
_DIGITS = 6
_SECRET_BYTES = 20
_RECOVERY_CODES = 8
_SALT_BYTES, _HASH_BYTES = 16, 32

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 256
MINIMUM_BITS = 50
_DISTINCT = 6
#: Kinds of signs and how many there are of each; 37 special signs, as the CNIL counts them.
_ALPHABETS = ((r"[a-z]", 26), (r"[A-Z]", 26), (r"[0-9]", 10), (r"[^a-zA-Z0-9]", 37))


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_FEW_SIGNS = "too_few_signs"
    HOLDS_LOGIN = "holds_login"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one guess costs: KiB of memory, passes over them, lanes."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


COST = Cost()


def hash_password(password: str, cost: Cost | None = None) -> str:
    """Salted, as a PHC string, which names its own parameters."""
    cost = cost or COST
    derivation = Argon2id(
        salt=secrets.token_bytes(_SALT_BYTES),
        length=_HASH_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return derivation.derive_phc_encoded(_bytes(password))


def is_password(password: str, hashed: str) -> bool:
    try:
        Argon2id.verify_phc_encoded(_bytes(password), hashed)
    except InvalidKey:
        return False
    return True


def weakness(password: str, login: str) -> Weakness | None:
    """Why ``password`` is not to be used, or None.

    At least 50 bits, reckoned as length times log2 of the signs in use, which the CNIL recommends where guesses are slowed
    down (délibération 2022-100 of 21 July 2022; read through summaries), and 12 signs, 6 of them different.

    >>> weakness("caravane-bleue-7", "dupont"), weakness("aaaaaaaaaaaa", "dupont"), weakness("12345678901234", "dupont")
    (None, <Weakness.TOO_FEW_SIGNS: 'too_few_signs'>, <Weakness.TOO_FEW_SIGNS: 'too_few_signs'>)
    """
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) > MAXIMUM_LENGTH:
        return Weakness.TOO_LONG
    if len(plain) < MINIMUM_LENGTH:
        return Weakness.TOO_SHORT
    alphabet = sum(n for pattern, n in _ALPHABETS if re.search(pattern, plain))
    if len(set(plain)) < _DISTINCT or len(plain) * math.log2(alphabet) < MINIMUM_BITS:
        return Weakness.TOO_FEW_SIGNS
    if login and login.casefold() in plain.casefold():
        return Weakness.HOLDS_LOGIN
    return None


def new_secret() -> str:
    """The shared secret of a second factor: 160 random bits in base 32, as people type it."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def matching_step(secret: str, code: str, at: datetime, after: int) -> int | None:
    """The 30-second step whose code was given, among the current one and its two neighbours; None if it is none of them.

    Steps up to ``after`` were used before and are refused (RFC 6238 § 5.2).
    """
    now = int(at.timestamp()) // STEP_S
    given = code.strip().replace(" ", "").encode()
    found = None
    for step in (now - 1, now, now + 1):
        is_same = hmac.compare_digest(_totp(secret).generate(step * STEP_S), given)
        if is_same and step > after:
            found = step
    return found


def otpauth_uri(secret: str, name: str, issuer: str = "clairevoix") -> str:
    """What an authenticator application is given."""
    return _totp(secret).get_provisioning_uri(name, issuer)


def code_at(secret: str, at: datetime) -> str:
    """The code that an authenticator application shows."""
    return _totp(secret).generate(int(at.timestamp())).decode()


def new_recovery_codes() -> tuple[str, ...]:
    """Eight codes of 80 random bits, each for one use when the second factor is lost."""
    codes = (base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(_RECOVERY_CODES))
    return tuple("-".join(code[start : start + 4] for start in range(0, 16, 4)) for code in codes)


def hash_recovery_code(account_id: str, code: str) -> str:
    """80 random bits need no slow hash; the account is its salt."""
    plain = re.sub(r"[\s-]", "", code).lower()
    return hashlib.sha256(f"clairevoix/recovery/1\0{account_id}\0{plain}".encode()).hexdigest()


def matching_hash(hashed: str, among: Sequence[str]) -> str | None:
    """The same hash among those kept; all of them are compared."""
    return next((each for each in among if hmac.compare_digest(each, hashed)), None)


def new_token() -> str:
    """256 random bits for an address or a cookie."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), _DIGITS, SHA1(), STEP_S)  # noqa: S303  (RFC 6238: what applications speak)


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFKC", password).encode()
