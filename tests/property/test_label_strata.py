"""Counts by site and month add up to the counts of all."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_contact, a_processed, a_workspace
from clairevoix.measure.share import share_table
from clairevoix.measure.shares.contacts import from_contacts
from clairevoix.model.annotation import Annotation, Review
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.timespan import TimeSpan
from clairevoix.store import cells, lake
from clairevoix.store.label_strata import label_strata

TODAY, LABELS = date(2025, 10, 15), ("outage", "repeat")
BASE = a_processed("customer | 0.1 | 0.9 | allo")
#: Age in days, site, labels found, codings as (label, present).
contacts = st.tuples(
    st.sampled_from([1, 20, 60, 179, 181]),
    st.sampled_from(["lille", "lyon", None]),
    st.sets(st.sampled_from(LABELS)),
    st.lists(st.tuples(st.sampled_from(LABELS), st.booleans()), max_size=2, unique_by=lambda each: each[0]),
)


def stored(contact_id: str, age: int, site: str | None, labels: set[str]) -> lake.Processed:
    started_at = datetime(2025, 10, 15, 12, tzinfo=UTC) - timedelta(days=age)
    annotations = tuple(
        Annotation(
            contact_id=contact_id,
            label=label,
            label_version=1,
            annotator="phrases/1",
            channel=1,
            party=Party.CUSTOMER,
            span=TimeSpan(0, 1),
        )
        for label in sorted(labels)
    )
    contact = a_contact(contact_id, started_at=started_at, site=site)
    return replace(BASE, contact=contact, transcript=BASE.transcript, annotations=annotations)


@given(st.lists(contacts, min_size=1, max_size=12))
@settings(max_examples=8)
def test_strata_add_up_and_the_months_of_a_site_stand_together(given_contacts):
    oldest = TODAY - timedelta(days=180)
    reviews = [
        Review(contact_id=f"c{number}", label=label, present=present, coder="x", coded_on=TODAY)
        for number, (*_, codings) in enumerate(given_contacts)
        for label, present in codings
    ]
    with TemporaryDirectory() as folder:
        project = a_workspace(Path(folder))
        lake.commit(project.workspace, [stored(f"c{n}", *each[:3]) for n, each in enumerate(given_contacts)])
        lake.add_reviews(project.workspace, reviews)
        found = label_strata(project.workspace, LABELS, oldest, [Purpose.IMPROVE_SERVICE])
        whole = cells.labels(project.workspace, LABELS, oldest, [Purpose.IMPROVE_SERVICE])
    kept = {
        f"{site or 'unstated'}/{TODAY - timedelta(days=age):%Y-%m}" for age, site, *_ in given_contacts if age <= 180
    }
    names = ("n", "n_found", "n_both", "n_false", "n_missed", "n_neither")
    for label in whole:
        strata = found[label.key]
        assert [each.key for each in strata] == sorted(kept)
        assert [sum(getattr(each, name) for each in strata) for name in names] == [
            getattr(label, name) for name in names
        ]


#: Site, weight, found, what a human said.
weighed = st.tuples(
    st.sampled_from(["lille", "lyon"]),
    st.sampled_from([4.0, 20.0]),
    st.booleans(),
    st.sampled_from([True, False, None]),
)


@given(st.lists(weighed, min_size=14, max_size=30))
@settings(max_examples=3)
def test_shares_count_contacts_by_their_sampling_weights(given_contacts):
    """From the lake in strata, and contact by contact: the same share."""
    with TemporaryDirectory() as folder:
        project = a_workspace(Path(folder))
        kept = [
            stored(f"c{n}", 1, site, {"outage"} if found else set())
            for n, (site, _, found, _) in enumerate(given_contacts)
        ]
        lake.commit(
            project.workspace,
            [
                replace(each, contact=replace(each.contact, weight=weight))
                for each, (_, weight, *_) in zip(kept, given_contacts, strict=True)
            ],
        )
        reviews = [
            Review(contact_id=f"c{n}", label="outage", present=present, coder="x", coded_on=TODAY)
            for n, (*_, present) in enumerate(given_contacts)
            if present is not None
        ]
        lake.add_reviews(project.workspace, reviews)
        strata = label_strata(project.workspace, ["outage"], TODAY - timedelta(days=9), [Purpose.IMPROVE_SERVICE])
    sites, weights, found, present = (list(column) for column in zip(*given_contacts, strict=True))
    estimate = share_table(strata, 0.95).parts[0]
    by_contact = from_contacts(
        found,
        present,
        weights=weights,
        strata=[f"{site}/2025-10/{weight:05}" for site, weight in zip(sites, weights, strict=True)],
    )
    if by_contact is None:
        assert estimate.value is None
        return
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx(
        (by_contact.value, by_contact.low, by_contact.high)
    )
    assert math.fsum(cell.population for cell in strata["outage"]) == pytest.approx(math.fsum(weights))
