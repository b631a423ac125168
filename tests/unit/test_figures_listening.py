"""What the snapshot carries for the page « Écouter moins », from a workspace with contacts and codings."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import TODAY, a_contact, a_processed, a_workspace
from clairevoix import figures
from clairevoix.model.annotation import Annotation, Review
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.measure import Figure
from clairevoix.model.timespan import TimeSpan
from clairevoix.store import lake, registry

BASE = a_processed("customer | 0.1 | 0.9 | allo")
N_CONTACTS, N_CODED = 60, 40


def stored(number, label):
    contact = a_contact(f"c{number}", started_at=BASE.contact.started_at, site=("lille", "lyon")[number % 2])
    found = Annotation(
        contact_id=contact.contact_id,
        label=label,
        label_version=1,
        annotator="phrases/1",
        channel=1,
        party=Party.CUSTOMER,
        span=TimeSpan(0, 1),
    )
    return replace(BASE, contact=contact, annotations=(found,) if number % 3 == 0 else ())


@pytest.fixture
def project(tmp_path):
    project = a_workspace(tmp_path, charter="[disclosure]\nminimum_cell = 20\n")
    label = next(each.name for each in project.codebook.labels if each.party is Party.CUSTOMER)
    lake.commit(project.workspace, [stored(number, label) for number in range(N_CONTACTS)])
    reviews = [
        Review(
            contact_id=f"c{number}", label=label, present=number % 3 == 0, coder="x", coded_on=TODAY - timedelta(days=1)
        )
        for number in range(N_CODED)
    ]
    lake.add_reviews(project.workspace, reviews)
    return project, label


def drawn(project, n_listed=600, n_drawn=60):
    draw = registry.Draw(
        list_mark="l",
        purpose=Purpose.IMPROVE_SERVICE,
        rate=0.1,
        n_listed=n_listed,
        n_drawn=n_drawn,
        seed_commitment="s",
    )
    registry.add_jobs(project.registry, [], draw)


def test_the_snapshot_says_what_hearing_more_would_change(project):
    project, label = project
    drawn(project)
    released = figures.released(project)
    shown = [each.estimate for each in released if isinstance(each, Figure) and each.measure == "label"]
    assert [each.key for each in shown] == [label]
    assert (shown[0].n, shown[0].n_coded) == (N_CONTACTS, N_CODED)
    assert shown[0].low < 1 / 3 < shown[0].high
    told = figures.about(project, released)["listening"]
    assert (told["heard"], told["population"]) == (N_CONTACTS, 600)
    assert [(each["key"], each["share"]) for each in told["labels"]] == [(label, shown[0].value)]
    others = [each.name for each in project.codebook.labels if each.party is Party.CUSTOMER and each.name != label]
    assert told["uncoded"] == others


def test_without_a_draw_nothing_is_said(project):
    project, _ = project
    assert figures.about(project, figures.released(project))["listening"] is None


def test_a_share_that_is_held_back_is_not_said(project):
    project, label = project
    drawn(project)
    assert label not in str(figures.about(project, ())["listening"]["labels"])
