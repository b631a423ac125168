"""Labels found, missed and made up; phrases found at their place."""

from dataclasses import replace

import pytest

from clairevoix.model.annotation import Annotation
from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.quality.metrics.labels import label_finds
from clairevoix.quality.metrics.queries import query_hits
from clairevoix.quality.truth import Marked
from conversations import MONO, heard, parts, redacted, said, take

KNOWN = {"outage", "churn"}


def annotation(label: str, start_ms: int = 0) -> Annotation:
    return Annotation(
        contact_id="c1",
        label=label,
        label_version=1,
        annotator="phrases/1",
        channel=1,
        party=Party.CUSTOMER,
        span=TimeSpan(start_ms, start_ms + 500),
    )


def judged(true: str, found: list[Annotation]):
    truth = replace(
        said("customer 0-3000 je n'ai plus internet"),
        labels=tuple(Marked(name=name, turn=0, first=0, end=2) for name in true.split()),
    )
    return parts(label_finds(truth, replace(redacted(heard()), annotations=tuple(found)), KNOWN))


def test_found():
    found = judged("outage", [annotation("outage")])
    assert found["label_recall outage"] == found["label_precision outage"] == (1, 1)
    assert found["label_f1 outage"] == (2, 2)


def test_found_twice_is_found_once():
    assert judged("outage", [annotation("outage"), annotation("outage", 900)])["label_precision"] == (1, 1)


def test_missed():
    found = judged("outage", [])
    assert found["label_recall outage"] == (0, 1)
    assert found["label_f1 outage"] == (0, 1)
    assert "label_precision outage" not in found


def test_made_up():
    found = judged("outage", [annotation("churn"), annotation("outage")])
    assert found["label_precision churn"] == (0, 1)
    assert "label_recall churn" not in found


def test_labels_of_which_the_truth_does_not_speak_do_not_count():
    assert judged("", [annotation("weather")]) == {}


@pytest.mark.parametrize(("start_ms", "proven"), [(0, 1), (3900, 1), (4100, 0)])
def test_evidence_lies_in_its_turn_or_a_second_beside(start_ms, proven):
    assert judged("outage", [annotation("outage", start_ms)])["label_evidence outage"] == (proven, 1)


#: What was said, what was heard, the phrase, hits as they are judged, how often it was said.
SEARCHES = [
    ("je veux résilier", "je veux résilier", "résilier", [True], 1),
    ("je veux résilier", "je veux résidu", "résilier", [], 1),
    ("je veux partir", "je veux résilier", "résilier", [False], 0),
    ("pas de box", "pas de box", "de box", [True], 1),
    ("résilier oui résilier", "résilier oui résilier", "résilier", [True, True], 2),
    # One of two was heard, and one where it was not said.
    ("résilier oui merci bien", "résigné oui merci résilier", "résilier", [False], 1),
    # Numbers are compared as they are said.
    ("vingt-deux euros", "22 euros", "22 euros", [True], 1),
]


@pytest.mark.parametrize(("told", "hypothesis", "phrase", "judged_", "n_true"), SEARCHES)
def test_phrases_are_found_where_they_were_said(told, hypothesis, phrase, judged_, n_true):
    truth = said(f"customer 0-3000 {told}")
    (hits,) = query_hits(truth, take(), heard(f"1 customer 0-3000 {hypothesis}"), [phrase])
    assert [is_true for _, is_true in hits.hits] == judged_
    assert (hits.n_true, hits.hours) == (n_true, 1 / 60)


def test_mono_is_searched_too():
    truth = said("agent 0-3000 bonjour", "customer 3000-6000 je veux résilier")
    (hits,) = query_hits(truth, take(MONO), heard("0 unknown 0-6000 bonjour je veux résilier"), ["résilier"])
    assert (hits.hits[0][1], hits.n_true) == (True, 1)


def test_without_phrases_there_is_no_search():
    assert query_hits(said("agent 0-3000 bonjour"), take(), heard(), []) == ()
