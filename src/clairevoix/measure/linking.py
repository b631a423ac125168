"""Which response followed which contact: by the customer's keyed pseudonym and the days between, for totals only.

A pair says what one customer answered after one contact, and so, with who was on duty, something about one employee. Pairs
are for counting: what may leave are totals that the charter releases.
"""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clairevoix.measure.proportion import wilson
from clairevoix.model.errors import Code, InputError

Floats = NDArray[np.float64]
WINDOW_DAYS = 14
UNSTATED = "unstated"
#: A standardised difference above which two groups are said to differ (Austin 2009, Statistics in Medicine 28(25)).
NOTABLE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Contacts or responses, as three columns of one length.

    ``customers`` are keyed pseudonyms, the same for the same customer on both sides, or None where none is known; ``days``
    are dates (or times, of which the date counts).
    """

    ids: Sequence[str]
    customers: Sequence[str | None]
    days: Sequence[date]

    def __post_init__(self) -> None:
        if not len(self.ids) == len(self.customers) == len(self.days):
            raise InputError(Code.BAD_VALUE, "events")


class Pair(NamedTuple):
    """A response and the contact that it followed, ``gap_days`` later."""

    contact_id: str
    response_id: str
    gap_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkage:
    """What was linked, and what could not be.

    ``rate`` is the share of responses that were linked, of all ``n_responses``, with Wilson's interval at ``level``; None
    without responses. ``n_without_customer`` counts the responses that name no customer, ``n_contested`` those whose nearest
    contact another response took, ``n_ties`` the pairs for which another contact of the same customer lay as near, and
    ``n_duplicate_contacts`` and ``n_duplicate_responses`` the rows whose identifier came before, which were left out.
    """

    pairs: tuple[Pair, ...]
    rate: float | None
    low: float | None
    high: float | None
    level: float
    n_contacts: int
    n_responses: int
    n_without_customer: int
    n_contested: int
    n_ties: int
    n_duplicate_contacts: int
    n_duplicate_responses: int


class Difference(NamedTuple):
    """How far the linked lie from the others: ``value`` in standard deviations, of numbers or of the share of a category.

    ``category`` is None for numbers; ``value`` is None where one side is empty.
    """

    column: str
    category: str | None
    linked: float
    others: float
    value: float | None

    @property
    def is_notable(self) -> bool:
        return self.value is not None and abs(self.value) > NOTABLE


class _Event(NamedTuple):
    day: int
    place: int


class _Candidate(NamedTuple):
    """In the order in which pairs are made: nearest first; then the earlier response, then the contact listed first."""

    gap: int
    response_day: int
    response: int
    contact: int


def link(contacts: Events, responses: Events, *, window_days: int = WINDOW_DAYS, level: float = 0.95) -> Linkage:
    """Links each response to the nearest contact of the same customer in the ``window_days`` days up to it.

    One contact takes one response and the other way round: the pairs with the smallest gaps are made first, and who lost a
    contact to a nearer response takes the next nearest that is free. A contact on the day of the response counts, since
    responses carry no hour. Raises InputError (``bad_value``).

    >>> contacts = Events(ids=["c1", "c2"], customers=["k", "k"], days=[date(2025, 1, 1), date(2025, 1, 6)])
    >>> link(contacts, Events(ids=["r1"], customers=["k"], days=[date(2025, 1, 8)])).pairs
    (Pair(contact_id='c2', response_id='r1', gap_days=2),)
    """
    if window_days < 0 or not 0 < level < 1:
        raise InputError(Code.BAD_VALUE, "window_days" if window_days < 0 else "level")
    held, n_duplicate_contacts = _by_customer(contacts)
    asked, n_duplicate_responses = _by_customer(responses)
    n_responses = sum(len(events) for events in asked.values())
    candidates = [
        candidate
        for customer in asked
        if customer is not None
        for candidate in _candidates(held.get(customer, ()), asked[customer], window_days)
    ]
    made = _made(sorted(candidates))
    nearest = _nearest(candidates)
    low, high = wilson(len(made), n_responses, level)
    return Linkage(
        pairs=tuple(Pair(contacts.ids[each.contact], responses.ids[each.response], each.gap) for each in made),
        rate=len(made) / n_responses if n_responses else None,
        low=low,
        high=high,
        level=level,
        n_contacts=sum(len(events) for events in held.values()),
        n_responses=n_responses,
        n_without_customer=len(asked.get(None, ())),
        n_contested=len(nearest) - sum(each.gap == nearest[each.response][0] for each in made),
        n_ties=sum(nearest[each.response] == (each.gap, True) for each in made),
        n_duplicate_contacts=n_duplicate_contacts,
        n_duplicate_responses=n_duplicate_responses,
    )


def differences(is_linked: Iterable[bool], columns: Mapping[str, Sequence[object]]) -> tuple[Difference, ...]:
    """Standardised differences between the linked and the others, column by column (Austin 2009).

    Columns of numbers are compared by their means, others (site, month, channel) by the share of each category; what is
    missing is the category ``unstated``, and left out of numbers. The value is (mean₁ - mean₀) / √((s₁² + s₀²)/2): infinite
    where neither side varies, and they differ. Raises InputError (``bad_value``) for columns of another length.

    >>> [round(found.value, 2) for found in differences([True, True, False, False], {"score": [9, 10, 3, 8]})]
    [1.57]
    """
    linked = np.fromiter(is_linked, dtype=bool)
    found: list[Difference] = []
    for name, column in columns.items():
        if len(column) != len(linked):
            raise InputError(Code.BAD_VALUE, name)
        known = [value for value in column if value is not None]
        if known and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in known):
            given = np.array([value is not None for value in column])
            numbers = np.array(known, dtype=np.float64)
            found.append(_difference(name, None, numbers[linked[given]], numbers[~linked[given]]))
            continue
        categories = np.array([UNSTATED if value is None else str(value) for value in column], dtype=object)
        for category in sorted(set(categories.tolist())):
            has_it = (categories == category).astype(np.float64)
            found.append(_difference(name, category, has_it[linked], has_it[~linked]))
    return tuple(found)


def standardised(linked: float, others: float) -> float | None:
    """The same for the two shares of one category, where these are all that is known.

    >>> round(standardised(0.5, 0.4), 3)
    0.202
    """
    spread = math.sqrt((linked * (1 - linked) + others * (1 - others)) / 2)
    return (linked - others) / spread if spread else (0.0 if linked == others else None)


def _by_customer(events: Events) -> tuple[dict[str | None, list[_Event]], int]:
    """The events of each customer by day; those whose identifier came before are counted, not kept."""
    seen: set[str] = set()
    found: dict[str | None, list[_Event]] = defaultdict(list)
    for place, (event_id, customer, day) in enumerate(zip(events.ids, events.customers, events.days, strict=True)):
        if event_id not in seen:
            seen.add(event_id)
            found[customer or None].append(_Event(_ordinal(day), place))
    for each in found.values():
        each.sort()
    return dict(found), len(events.ids) - len(seen)


def _ordinal(day: date) -> int:
    return day.date().toordinal() if isinstance(day, datetime) else day.toordinal()


def _candidates(contacts: Sequence[_Event], responses: Sequence[_Event], window_days: int) -> Iterable[_Candidate]:
    days = [contact.day for contact in contacts]
    for response in responses:
        for contact in contacts[bisect_left(days, response.day - window_days) : bisect_right(days, response.day)]:
            yield _Candidate(response.day - contact.day, response.day, response.place, contact.place)


def _made(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The pairs, in the order of the candidates, each contact and each response once."""
    contacts, responses, made = set[int](), set[int](), []
    for candidate in candidates:
        if candidate.contact not in contacts and candidate.response not in responses:
            contacts.add(candidate.contact)
            responses.add(candidate.response)
            made.append(candidate)
    return made


def _nearest(candidates: Iterable[_Candidate]) -> dict[int, tuple[int, bool]]:
    """Of each response, the smallest gap, and whether two contacts lie at it."""
    found: dict[int, tuple[int, bool]] = {}
    for candidate in candidates:
        gap, _ = found.get(candidate.response, (math.inf, False))
        if candidate.gap <= gap:
            found[candidate.response] = (candidate.gap, candidate.gap == gap)
    return found


def _difference(name: str, category: str | None, linked: Floats, others: Floats) -> Difference:
    if not len(linked) or not len(others):
        means = [float(side.mean()) if len(side) else math.nan for side in (linked, others)]
        return Difference(name, category, means[0], means[1], None)
    spread = math.sqrt((_variance(linked, category) + _variance(others, category)) / 2)
    first, second = float(linked.mean()), float(others.mean())
    if first == second:
        return Difference(name, category, first, second, 0.0)
    value = (first - second) / spread if spread else math.copysign(math.inf, first - second)
    return Difference(name, category, first, second, value)


def _variance(values: Floats, category: str | None) -> float:
    """p(1 - p) of a share; of numbers, the sample's variance."""
    return float(values.var(ddof=0 if category is not None or len(values) < 2 else 1))
