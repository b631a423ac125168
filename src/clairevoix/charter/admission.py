"""May this recording be heard at all? Decided from its identifier, before anything is opened or stored."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from clairevoix.charter.policy import Charter, Strata
from clairevoix.charter.retention import Kept, admit_age
from clairevoix.charter.rules import SAMPLING
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal

DRAW = b"clairevoix/draw/1\0"
REVIEW = b"clairevoix/review/1\0"
#: The stratum of a list that is drawn from as one, and of contacts whose list does not say theirs.
EVERYTHING, UNSTATED = "all", "unstated"


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


def verify_seed(seed: bytes, commitment: str) -> bool:
    """Whether this is the seed that was committed to before the draw."""
    return hmac.compare_digest(seed_commitment(seed), commitment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a list is drawn from: within strata ``by`` site or month, each at its rate (0 to 1), if it has one of its own.

    A rate of its own can only lower the charter's. Contacts of a stratum are drawn independently of each other and of
    what else is listed (stratified Poisson sampling; Särndal, Swensson & Wretman 1992, § 3.5 and 3.7): a stratum of a
    size of its own choosing would let whoever cuts lists into pieces have everything drawn.
    """

    by: Strata = Strata.NONE
    rates: Mapping[str, float] = field(default_factory=dict)

    def stratum(self, *, site: str | None, started_at: str) -> str:
        """Where a contact belongs, by what its list says.

        >>> Plan(by=Strata.MONTH).stratum(site="lille", started_at="2025-09-30T10:00:00+02:00")
        '2025-09'
        """
        if self.by is Strata.SITE:
            return site or UNSTATED
        return (started_at[:7] or UNSTATED) if self.by is Strata.MONTH else EVERYTHING

    def rate(self, charter: Charter, stratum: str) -> float:
        return min(charter.sampling_rate, max(0.0, self.rates.get(stratum, charter.sampling_rate)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One listed contact as the draw sees it: its identifier at the source, and its stratum."""

    source_id: str = field(repr=False)
    stratum: str = EVERYTHING


def plan_of(charter: Charter) -> Plan:
    """How this charter has lists drawn from."""
    return Plan(by=charter.sampling_strata)


def admit_recording(
    *,
    charter: Charter,
    seed: bytes,
    source_id: str,
    purpose: Purpose,
    stratum: str = EVERYTHING,
    plan: Plan | None = None,
) -> None:
    """Raises CharterRefusal(R4) unless the random draw took this recording.

    A technical test is not drawn: it may hold no customer and no employee, and no figure or excerpt of it is ever
    released (see :mod:`clairevoix.charter.disclosure`).
    """
    if purpose is Purpose.TECHNICAL_TEST:
        return
    if not is_drawn(seed, source_id, (plan or Plan()).rate(charter, stratum)):
        raise CharterRefusal(SAMPLING.rule_id)


def weight(*, charter: Charter, purpose: Purpose, stratum: str = EVERYTHING, plan: Plan | None = None) -> float:
    """How many contacts a drawn one stands for: 1 over the probability with which it was drawn.

    >>> weight(charter=Charter(sampling_rate=0.05), purpose=Purpose.IMPROVE_SERVICE)
    20.0
    """
    rate = 1.0 if purpose is Purpose.TECHNICAL_TEST else (plan or Plan()).rate(charter, stratum)
    return 1 / rate if rate > 0 else 1.0


def verify_draw(seed: bytes, listed: Iterable[Entry], rates: Mapping[str, float]) -> tuple[str, ...]:
    """Which identifiers of a list a shown seed draws, in its order: whoever has list, seed and rates can do it again.

    ``rates`` are those that the draws on record had, by stratum; one without a rate drew nothing.

    >>> rates = {EVERYTHING: 1.0}
    >>> verify_draw(b"s" * 32, [Entry(source_id="T-1"), Entry(source_id="T-2", stratum="lille")], rates)
    ('T-1',)
    """
    return tuple(each.source_id for each in listed if is_drawn(seed, each.source_id, rates.get(each.stratum, 0.0)))


def admit_processing(*, charter: Charter, recorded_on: date, today: date) -> None:
    """Raises CharterRefusal(R8) when a waiting recording, or what would be made of it, outlived its term."""
    admit_age(charter, Kept.RECORDING, recorded_on, today)
    admit_age(charter, Kept.ANALYSIS, recorded_on, today)
