"""The lake's SQL counts what a plain loop over the same facts counts."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_contact, a_processed, a_response, a_workspace
from clairevoix.model.annotation import Annotation, Review
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.measure import LabelCell, NpsCell
from clairevoix.model.survey import Category
from clairevoix.model.timespan import TimeSpan
from clairevoix.store import cells, lake

DAYS = st.dates(date(2024, 11, 1), date(2025, 3, 31))
SITES = st.sampled_from(["lille", "lyon", None])
answers = st.lists(st.tuples(st.integers(0, 10), DAYS, SITES), max_size=40)
KEYS = {
    "month": lambda each: f"{each.answered_on:%Y-%m}",
    "site": lambda each: each.site or "unstated",
}


@given(answers, st.sets(st.sampled_from(["2024-11", "2024-12", "2025-01", "2025-03"])))
@settings(max_examples=15)
def test_nps_cells_are_a_plain_count(given_answers, wanted):
    responses = [
        a_response(score, f"r{number}", answered_on=answered_on, site=site)
        for number, (score, answered_on, site) in enumerate(given_answers)
    ]
    with TemporaryDirectory() as folder:
        project = a_workspace(Path(folder))
        others = [a_response(0, f"other{number}", survey_id="another") for number in range(len(responses))]
        lake.add_responses(project.workspace, [*responses, *others])
        found = {by: cells.nps(project.workspace, "nps", by, sorted(wanted)) for by in KEYS}
        months = cells.months(project.workspace, "nps", date(2025, 3, 15))
    inside = [each for each in responses if KEYS["month"](each) in wanted]
    for by, key in KEYS.items():
        counts = Counter((key(each), each.category) for each in inside)
        keys = sorted({name for name, _ in counts})
        assert found[by] == tuple(
            NpsCell(
                key=name,
                n_promoters=counts[name, Category.PROMOTER],
                n_passives=counts[name, Category.PASSIVE],
                n_detractors=counts[name, Category.DETRACTOR],
            )
            for name in keys
        )
    # The month of the day itself has not ended.
    assert months == tuple(sorted({KEYS["month"](each) for each in responses} - {"2025-03"}))


TODAY = date(2025, 10, 15)
LABELS = ["outage", "repeat"]


@st.composite
def contacts(draw: st.DrawFn) -> tuple[int, Purpose, tuple[str, ...], tuple[tuple[str, bool, int, str], ...]]:
    """Age in days, purpose, labels found (perhaps several times), codings as (label, present, day, coder)."""
    coding = st.tuples(st.sampled_from(LABELS), st.booleans(), st.integers(1, 4), st.sampled_from(["x", "y"]))
    return (
        draw(st.sampled_from([1, 179, 180, 181, 400])),
        draw(st.sampled_from(list(Purpose))),
        tuple(draw(st.lists(st.sampled_from(LABELS), max_size=3))),
        tuple(draw(st.lists(coding, max_size=3, unique_by=lambda each: (each[0], each[2], each[3])))),
    )


BASE = a_processed("customer | 0.1 | 0.9 | allo")


def stored(contact_id: str, age: int, purpose: Purpose, labels: tuple[str, ...]) -> lake.Processed:
    started_at = datetime(2025, 10, 15, 12, tzinfo=UTC) - timedelta(days=age)
    return replace(
        BASE,
        contact=a_contact(contact_id, started_at=started_at, purpose=purpose),
        transcript=BASE.transcript,
        annotations=tuple(
            Annotation(
                contact_id=contact_id,
                label=label,
                label_version=1,
                annotator="phrases/1",
                channel=1,
                party=Party.CUSTOMER,
                span=TimeSpan(number, number + 1),
            )
            for number, label in enumerate(labels)
        ),
    )


@given(st.lists(contacts(), min_size=1, max_size=12))
@settings(max_examples=10)
def test_label_cells_are_a_plain_count(given_contacts):
    oldest = TODAY - timedelta(days=180)
    batch = [
        stored(f"c{number}", age, purpose, labels) for number, (age, purpose, labels, _) in enumerate(given_contacts)
    ]
    reviews = [
        Review(contact_id=f"c{number}", label=label, present=present, coder=coder, coded_on=date(2025, 10, day))
        for number, (*_, codings) in enumerate(given_contacts)
        for label, present, day, coder in codings
    ]
    with TemporaryDirectory() as folder:
        project = a_workspace(Path(folder))
        lake.commit(project.workspace, batch)
        lake.add_reviews(project.workspace, reviews)
        found = cells.labels(project.workspace, LABELS, oldest, [Purpose.IMPROVE_SERVICE])
    assert found == tuple(counted(label, given_contacts) for label in LABELS)


def counted(label: str, given_contacts: list[tuple[int, Purpose, tuple[str, ...], tuple]]) -> LabelCell:
    n = Counter()
    for age, purpose, labels, codings in given_contacts:
        if age > 180 or purpose is not Purpose.IMPROVE_SERVICE:
            continue
        latest = max((each for each in codings if each[0] == label), key=lambda each: (each[2], each[3]), default=None)
        n["all", label in labels, None if latest is None else latest[1]] += 1
    return LabelCell(
        key=label,
        n=n.total(),
        n_found=sum(times for (_, found, _), times in n.items() if found),
        n_both=n["all", True, True],
        n_false=n["all", True, False],
        n_missed=n["all", False, True],
        n_neither=n["all", False, False],
    )
