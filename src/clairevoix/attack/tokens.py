"""The pulse's tokens under attack: who runs the machine has all that passed it, and tries to lay tokens to people.

A round of made-up people is played with the real signatures. The attacker knows who asked in which order, every blinded text
and what it signed, every token and the order in which they were used, and the private key. A token is recovered where all
askers but one can be ruled out, or where the order of asking gives away more than chance. The control signs the texts without
a blind.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from clairevoix.charter.blinding import (
    EXPONENT,
    Blinded,
    IssuingKey,
    blind,
    blind_sign,
    encode_pss,
    finalize,
    new_issuing_key,
    new_text,
)

#: Long enough for the signature's encoding; an attacker who has the key gains nothing from a short one.
_KEY_BITS = 1024
_PEOPLE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCount:
    """What so many rounds gave: tokens, how many were laid to somebody for certain, and how many by guessing the order."""

    rounds: int
    tokens: int
    recovered: int
    control_recovered: int
    guessed: int


def attacked_tokens(rounds: int, seed: int, n: int = _PEOPLE) -> TokenCount:
    """Plays rounds of ``n`` people, each of whom asks for a token and uses it in an order drawn anew."""
    rng = np.random.default_rng([seed, 21])
    key = new_issuing_key(_KEY_BITS)
    recovered = control = guessed = 0
    for _ in range(rounds):
        asked = [blind(key.n, new_text()) for _ in range(n)]
        signatures = [finalize(key.n, each, blind_sign(key, each.message)) for each in asked]
        used = [int(place) for place in rng.permutation(n)]
        tokens = [(asked[place].prepared, signatures[place]) for place in used]
        recovered += _certain(key, [each.message for each in asked], tokens, used, _could_be)
        guessed += sum(place == owner for place, owner in enumerate(used))
        bare = [_unblinded(key, each) for each in asked]
        shown = [(asked[place].prepared, bare[place][1]) for place in used]
        control += _certain(key, [message for message, _ in bare], shown, used, _is_same)
    return TokenCount(rounds=rounds, tokens=rounds * n, recovered=recovered, control_recovered=control, guessed=guessed)


Judge = Callable[[IssuingKey, bytes, tuple[bytes, bytes]], bool]


def _certain(
    key: IssuingKey,
    messages: Sequence[bytes],
    tokens: Sequence[tuple[bytes, bytes]],
    owners: Sequence[int],
    could_be: Judge,
) -> int:
    """Tokens of which every asker but the right one is ruled out."""
    n_certain = 0
    for token, owner in zip(tokens, owners, strict=True):
        left = [place for place, message in enumerate(messages) if could_be(key, message, token)]
        n_certain += left == [owner]
    return n_certain


def _could_be(key: IssuingKey, message: bytes, token: tuple[bytes, bytes]) -> bool:
    """Whether there is a blind under which this token was that message: the attacker computes it with the private key."""
    encoded = pow(int.from_bytes(token[1]), EXPONENT, key.n)
    blindness = int.from_bytes(message) * pow(encoded, -1, key.n) % key.n
    r = pow(blindness, key.d, key.n)
    return pow(r, EXPONENT, key.n) * encoded % key.n == int.from_bytes(message)


def _is_same(key: IssuingKey, message: bytes, token: tuple[bytes, bytes]) -> bool:
    """Without a blind, what was signed is what the token's signature holds."""
    return pow(int.from_bytes(token[1]), EXPONENT, key.n) == int.from_bytes(message)


def _unblinded(key: IssuingKey, asked: Blinded) -> tuple[bytes, bytes]:
    """The same text sent bare, and its signature."""
    bits = key.n.bit_length()
    message = encode_pss(asked.prepared, bits - 1, bytes(48)).rjust((bits + 7) // 8, b"\0")
    return message, blind_sign(key, message)
