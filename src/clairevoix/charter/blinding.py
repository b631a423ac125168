"""RSA blind signatures as tokens: RSABSSA-SHA384-PSS-Randomized of RFC 9474.

Whoever wants a token makes a random text, blinds it and has it signed; taken out of its blind, the signature verifies, and
any blinded text that was ever signed could be that of any token: there is a blind for each pair, so nothing links the two.
"""

import base64
import binascii
import hashlib
import math
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

#: A key lives for a month and a half at most, and what it protects is one survey: 2048 bits.
KEY_BITS = 2048
EXPONENT = 65537
_HASH_BYTES = _SALT_BYTES = 48
_PREFIX_BYTES = _TEXT_BYTES = 32


@dataclass(frozen=True, slots=True)
class IssuingKey:
    """The private key of one round. ``d`` signs; whoever has it can make tokens, and read nothing of anybody."""

    n: int = field(repr=False)
    d: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class Blinded:
    """What is sent to be signed, and what stays with whoever asks: the prepared text and the inverse of the blind."""

    message: bytes = field(repr=False)
    prepared: bytes = field(repr=False)
    inverse: int = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """The right to answer once: of which month, a text that nobody but its maker ever saw, and its signature."""

    month: str
    prepared: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """Under which a token is known as used; of the text, since one text may bear several valid signatures."""
        return hashlib.sha256(self.month.encode() + b"\0" + self.prepared).hexdigest()


def new_issuing_key(bits: int = KEY_BITS) -> IssuingKey:
    numbers = rsa.generate_private_key(public_exponent=EXPONENT, key_size=bits).private_numbers()
    return IssuingKey(n=numbers.public_numbers.n, d=numbers.d)


def prepare(text: bytes, prefix: bytes | None = None) -> bytes:
    """The text behind 32 random bytes (RFC 9474, § 4.1)."""
    return (secrets.token_bytes(_PREFIX_BYTES) if prefix is None else prefix) + text


def new_text() -> bytes:
    """What a token is of: 32 random bytes, prepared."""
    return prepare(secrets.token_bytes(_TEXT_BYTES))


def blind(n: int, prepared: bytes, *, salt: bytes | None = None, inverse: int | None = None) -> Blinded:
    """The client's first step (RFC 9474, § 4.2). ``salt`` and ``inverse`` are random unless a test vector gives them.

    Raises ValueError for a text that shares a factor with the modulus, which would factor the key.
    """
    encoded = encode_pss(prepared, n.bit_length() - 1, secrets.token_bytes(_SALT_BYTES) if salt is None else salt)
    number = int.from_bytes(encoded)
    if math.gcd(number, n) != 1:
        raise ValueError
    while inverse is None or math.gcd(inverse, n) != 1:
        inverse = 1 + secrets.randbelow(n - 1)
    r = pow(inverse, -1, n)
    return Blinded(_bytes(number * pow(r, EXPONENT, n) % n, n), prepared, inverse)


def blind_sign(key: IssuingKey, message: bytes) -> bytes:
    """The server's step (RFC 9474, § 4.3). Raises ValueError for what is no blinded message of this key.

    Signed behind a blind of the server's own, so that the time that it takes tells nothing of the key (Kocher 1996).
    """
    number = int.from_bytes(message)
    if len(message) != _length(key.n) or not 0 < number < key.n or math.gcd(number, key.n) != 1:
        raise ValueError
    own = 1 + secrets.randbelow(key.n - 1)
    hidden = number * pow(own, EXPONENT, key.n) % key.n
    signed = pow(hidden, key.d, key.n) * pow(own, -1, key.n) % key.n
    if pow(signed, EXPONENT, key.n) != number:
        raise ValueError
    return _bytes(signed, key.n)


def finalize(n: int, blinded: Blinded, blind_signature: bytes) -> bytes:
    """The client's last step (RFC 9474, § 4.4): the signature itself. Raises ValueError if it is none."""
    if len(blind_signature) != _length(n):
        raise ValueError
    signature = _bytes(int.from_bytes(blind_signature) * blinded.inverse % n, n)
    if not verifies(n, blinded.prepared, signature):
        raise ValueError
    return signature


def verifies(n: int, prepared: bytes, signature: bytes) -> bool:
    """Whether the signature is one of RSASSA-PSS with SHA-384, MGF1 and 48 bytes of salt (RFC 8017, § 8.1.2)."""
    try:
        rsa.RSAPublicNumbers(EXPONENT, n).public_key().verify(
            signature, prepared, padding.PSS(padding.MGF1(hashes.SHA384()), _SALT_BYTES), hashes.SHA384()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def encode_pss(message: bytes, n_bits: int, salt: bytes) -> bytes:
    """EMSA-PSS with SHA-384 (RFC 8017, § 9.1.1). Raises ValueError where the key is too short for it."""
    n_bytes = (n_bits + 7) // 8
    n_zeros = n_bytes - _HASH_BYTES - len(salt) - 2
    if n_zeros < 0:
        raise ValueError
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(n_zeros) + b"\x01" + salt
    masked = bytearray(a ^ b for a, b in zip(block, _mask(digest, len(block)), strict=True))
    masked[0] &= 0xFF >> (8 * n_bytes - n_bits)
    return bytes(masked) + digest + b"\xbc"


def written(token: Token) -> str:
    """A token as people carry it: the month, the text and the signature, in letters that any form takes."""
    return ".".join((token.month, *(_letters(part) for part in (token.prepared, token.signature))))


def read_token(text: str) -> Token | None:
    """The token that was written so, white space apart; None for what is none."""
    month, _, rest = "".join(text.split()).partition(".")
    prepared, _, signature = rest.partition(".")
    try:
        token = Token(month=month, prepared=_bytes_of(prepared), signature=_bytes_of(signature))
    except (ValueError, binascii.Error):
        return None
    return token if written(token) == "".join(text.split()) else None


def _mask(seed: bytes, n_bytes: int) -> bytes:
    """MGF1 with SHA-384 (RFC 8017, § B.2.1)."""
    blocks = range(-(-n_bytes // _HASH_BYTES))
    return b"".join(hashlib.sha384(seed + counter.to_bytes(4)).digest() for counter in blocks)[:n_bytes]


def _length(n: int) -> int:
    return (n.bit_length() + 7) // 8


def _bytes(number: int, n: int) -> bytes:
    return number.to_bytes(_length(n))


def _letters(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def _bytes_of(letters: str) -> bytes:
    return base64.urlsafe_b64decode(letters.encode("ascii") + b"=" * (-len(letters) % 4))
