"""Human codings of some of the drawn contacts, made from the truth with a few realistic slips.

In: the drawn contacts and what is true of each. Out: `reviews.csv`.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from contacts import REVIEW_PREFIX, draw_value, sampling_seed
from dialogues_fr import LABELS

N_REVIEWED = 12
FIRST_DAY = date(2025, 10, 2)
CODERS = ("coder-1", "coder-2")

#: Where a coder went wrong: a thank-you call taken for a renewed contact, « internet marche bien » for a repair.
SLIPS = frozenset({("C-0090", "repeat_contact"), ("C-0027", "problem_solved")})


def reviewed_ids(drawn_ids: Iterable[str]) -> tuple[str, ...]:
    """The drawn contacts with the smallest review values, in order of identifier."""
    seed = sampling_seed()
    by_value = sorted(drawn_ids, key=lambda contact_id: draw_value(seed, REVIEW_PREFIX, contact_id))
    return tuple(sorted(by_value[:N_REVIEWED]))


def write_reviews(path: Path, drawn_ids: Iterable[str], truth: Mapping[str, Iterable[str]]) -> None:
    """Write five lines per reviewed contact; `truth` names the true labels of each contact."""
    rng = random.Random("clairevoix reviews 1")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("contact_id", "label", "present", "coder", "coded_on"))
        for contact_id in reviewed_ids(drawn_ids):
            coder = rng.choice(CODERS)
            coded_on = FIRST_DAY + timedelta(days=rng.choice((0, 1, 4, 5, 6)))
            for label in LABELS:
                is_present = (label in truth[contact_id]) != ((contact_id, label) in SLIPS)
                writer.writerow((contact_id, label, int(is_present), coder, coded_on.isoformat()))
