"""The list of contacts of one fortnight, and the draw that says which of them may be heard.

In: nothing but the constants below. Out: 160 contacts, a published seed, and the drawn ones.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

N_CONTACTS = 160
LAST_DAY = date(2025, 9, 30)
N_DAYS = 14
PARIS_IN_SEPTEMBER = timezone(timedelta(hours=2))

DRAW_RATE = 0.10
DRAW_PREFIX = b"clairevoix/draw/1\0"
REVIEW_PREFIX = b"clairevoix/review/1\0"
SEED_PHRASE = "clairevoix sample 1"

SITES: tuple[str, ...] = ("lille", "nantes", "lyon", "marseille", "bayonne")
SITE_WEIGHTS: tuple[float, ...] = (0.31, 0.22, 0.26, 0.18, 0.03)
#: The recorder of this site has its two lines the other way round.
CUSTOMER_FIRST_SITE = "nantes"

AGENT_FIRST_PARTIES = "agent|customer"
CUSTOMER_FIRST_PARTIES = "customer|agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One line of `contacts.csv`."""

    contact_id: str
    started_at: datetime
    parties: str
    site: str
    language: str = "fr"

    def file(self, extension: str) -> str:
        """Where the recording is, relative to `contacts.csv`."""
        return f"audio/{self.contact_id}.{extension}"


def sampling_seed() -> bytes:
    """The published seed of the draw: the SHA-256 of a phrase anybody can read."""
    return hashlib.sha256(SEED_PHRASE.encode()).digest()


def draw_value(seed: bytes, prefix: bytes, contact_id: str) -> int:
    """A number below 2**64 that depends on the seed and on the identifier alone."""
    digest = hmac.new(seed, prefix + contact_id.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big")


def is_drawn(seed: bytes, contact_id: str) -> bool:
    """Whether the charter's random sampling keeps this contact."""
    return draw_value(seed, DRAW_PREFIX, contact_id) < int(DRAW_RATE * 2**64)


def _opening_hours(day: date) -> tuple[int, int] | None:
    """First and last minute of the day at which a contact may start; None when closed."""
    if day.weekday() == 6:
        return None
    return (9 * 60, 12 * 60 + 30) if day.weekday() == 5 else (8 * 60 + 30, 18 * 60 + 15)


def _start_times(rng: random.Random) -> list[datetime]:
    days = [LAST_DAY - timedelta(days=n) for n in range(N_DAYS)]
    open_days = [(day, hours) for day in days if (hours := _opening_hours(day)) is not None]
    lengths = [last - first for _, (first, last) in open_days]
    starts: set[datetime] = set()
    while len(starts) < N_CONTACTS:
        day, (first, last) = rng.choices(open_days, lengths)[0]
        minute = rng.randrange(first, last)
        midnight = datetime(day.year, day.month, day.day, tzinfo=PARIS_IN_SEPTEMBER)
        starts.add(midnight + timedelta(minutes=minute, seconds=rng.randrange(60)))
    return sorted(starts)


def build_contacts() -> tuple[Contact, ...]:
    """The 160 contacts, in order of time."""
    rng = random.Random("clairevoix contacts 1")
    contacts = []
    for number, started_at in enumerate(_start_times(rng), start=1):
        site = rng.choices(SITES, SITE_WEIGHTS)[0]
        is_reversed = site == CUSTOMER_FIRST_SITE
        contacts.append(
            Contact(
                contact_id=f"C-{number:04d}",
                started_at=started_at,
                parties=CUSTOMER_FIRST_PARTIES if is_reversed else AGENT_FIRST_PARTIES,
                site=site,
            )
        )
    return tuple(contacts)


def drawn_contacts(contacts: tuple[Contact, ...]) -> tuple[Contact, ...]:
    """The contacts that the seed draws."""
    seed = sampling_seed()
    return tuple(contact for contact in contacts if is_drawn(seed, contact.contact_id))


def undrawn_recorded_contacts(contacts: tuple[Contact, ...], n: int = 2) -> tuple[Contact, ...]:
    """The `n` contacts whose draw value comes closest to the limit without being drawn."""
    seed = sampling_seed()
    others = [contact for contact in contacts if not is_drawn(seed, contact.contact_id)]
    others.sort(key=lambda contact: draw_value(seed, DRAW_PREFIX, contact.contact_id))
    return tuple(sorted(others[:n], key=lambda contact: contact.contact_id))


def write_contacts(
    path: Path, contacts: tuple[Contact, ...], extensions: Mapping[str, str], customers: Mapping[str, str]
) -> None:
    """Write `contacts.csv`; `extensions` names the recordings that are not Opus, `customers` whose each contact is."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("contact_id", "file", "started_at", "parties", "site", "language", "customer"))
        for contact in contacts:
            extension = extensions.get(contact.contact_id, "opus")
            writer.writerow(
                (
                    contact.contact_id,
                    contact.file(extension),
                    contact.started_at.isoformat(),
                    contact.parties,
                    contact.site,
                    contact.language,
                    customers[contact.contact_id],
                )
            )


def write_seed(path: Path) -> None:
    """Write the seed as 64 hexadecimal digits."""
    path.write_text(sampling_seed().hex() + "\n", encoding="ascii")
