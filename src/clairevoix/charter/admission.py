"""May this recording be heard at all? Decided from its identifier, before anything is opened or stored."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date

from clairevoix.charter.policy import Charter
from clairevoix.charter.retention import Kept, admit_age
from clairevoix.charter.rules import SAMPLING
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal

DRAW = b"clairevoix/draw/1\0"
REVIEW = b"clairevoix/review/1\0"


def rank(seed: bytes, source_id: str, domain: bytes = DRAW) -> int:
    """The contact's place in the draw: HMAC-SHA256 of its identifier under the secret seed, 64 bits.

    Uniform for whoever lacks the seed, repeatable for whoever is shown it: simple random sampling, one contact
    independently of another (Poisson sampling; Särndal, Swensson & Wretman 1992, § 3.5).
    """
    digest = hmac.new(seed, domain + source_id.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big")


def is_drawn(seed: bytes, source_id: str, rate: float) -> bool:
    return rank(seed, source_id) < int(rate * 2**64)


def seed_commitment(seed: bytes) -> str:
    """What is published of a seed before it is used, so that the draw can be checked when the seed is shown later."""
    return hashlib.sha256(b"clairevoix/seed/1\0" + seed).hexdigest()


def admit_seed(seed: bytes, commitments: Iterable[str]) -> None:
    """Raises CharterRefusal(R4) unless every draw before was made with this seed: a new one would be a second draw."""
    if any(commitment != seed_commitment(seed) for commitment in commitments):
        raise CharterRefusal(SAMPLING.rule_id)


def admit_recording(*, charter: Charter, seed: bytes, source_id: str, purpose: Purpose) -> None:
    """Raises CharterRefusal(R4) unless the random draw took this recording.

    A technical test is not drawn: it may hold no customer and no employee, and no figure or excerpt of it is ever
    released (see :mod:`clairevoix.charter.disclosure`).
    """
    if purpose is Purpose.TECHNICAL_TEST:
        return
    if not is_drawn(seed, source_id, charter.sampling_rate):
        raise CharterRefusal(SAMPLING.rule_id)


def admit_processing(*, charter: Charter, recorded_on: date, today: date) -> None:
    """Raises CharterRefusal(R8) when a waiting recording outlived its term before it was processed."""
    admit_age(charter, Kept.RECORDING, recorded_on, today)
