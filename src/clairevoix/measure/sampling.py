"""Random samples of contacts that anybody can draw again: by the hash of a seed, spread over strata if wished.

Contacts lie in the order of their strata and, within each, of SHA-256 of the seed and their identifier. Every N/n-th is
taken, from a start that the seed gives (systematic sampling with a random start: Cochran 1977, *Sampling Techniques*, ch. 8;
Madow 1949, Ann. Math. Stat. 20). So each contact has exactly the chance n/N, and each stratum its proportional part, rounded
up or down: samples weigh themselves, and what is estimated from several strata together stays right.
"""

import hashlib
from collections.abc import Mapping
from fractions import Fraction

from clairevoix.model.coding import SampledContact
from clairevoix.model.errors import Code, InputError

_BITS = 256


def draw(strata: Mapping[str, str], n: int, seed: str) -> tuple[SampledContact, ...]:
    """``n`` contacts of a list, by identifier, each with its stratum; all of them if there are not more.

    In the order of their identifiers, so that the sample says nothing of the order of the list. Raises InputError
    (``bad_value``) for fewer than one.

    >>> [each.contact_id for each in draw(dict.fromkeys("abcdef", "all"), 2, "seed")]
    ['a', 'c']
    """
    if n < 1:
        raise InputError(Code.BAD_VALUE, "n")
    size, taken = len(strata), min(n, len(strata))
    ordered = sorted(strata, key=lambda each: (strata[each], place(seed, each), each))
    start = Fraction(int(place(seed, ""), 16), 2**_BITS)
    chosen = {ordered[int((start + number) * size / taken)] for number in range(taken)}
    return tuple(SampledContact(contact_id=each, stratum=strata[each], weight=size / taken) for each in sorted(chosen))


def place(*names: str) -> str:
    """A number in hexadecimal that depends on these names and on nothing else: an order drawn by lot, to be drawn again."""
    return hashlib.sha256("\0".join(names).encode()).hexdigest()
