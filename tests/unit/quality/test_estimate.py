"""Values with intervals from evidence, and what may be said of a change."""

from dataclasses import replace

import pytest

from clairevoix.quality.estimate import FEWEST_CONTACTS, adjusted, changes, values
from clairevoix.quality.evidence import Errors, Hits, Ratio


def wer(*counts: tuple[int, int]) -> dict[str, list[Ratio]]:
    """Edits and words of one call after the other."""
    return {f"c{n:02}": [Ratio(metric="wer", part=part, whole=whole)] for n, (part, whole) in enumerate(counts)}


def only(observed, metric):
    return next(value for value in values(observed) if value.metric == metric)


def test_a_rate_is_the_sum_of_errors_over_the_sum_of_words():
    """Not the mean of the calls' rates: 1 of 10 and 30 of 100 are 31 of 110."""
    value = only(wer((1, 10), (30, 100)), "wer")
    assert value.value == pytest.approx(31 / 110)
    assert (value.n_contacts, value.whole) == (2, 110)


@pytest.mark.parametrize("n", [1, FEWEST_CONTACTS - 1])
def test_few_calls_have_no_interval(n):
    value = only(wer(*[(1, 10)] * n), "wer")
    assert (value.low, value.high) == (None, None)


def test_calls_that_are_alike_leave_no_doubt():
    value = only(wer(*[(2, 10)] * 12), "wer")
    assert (value.low, value.high) == (0.2, 0.2)


def test_the_interval_holds_the_value_and_is_the_same_each_time():
    observed = wer(*[(n % 5, 20) for n in range(30)])
    value = only(observed, "wer")
    assert value.low < value.value < value.high
    assert only(observed, "wer") == value


def test_recordings_of_one_contact_count_as_one():
    once = {f"c{n}": [Ratio(metric="wer", part=n, whole=10)] for n in range(6)}
    twice = {contact: evidence * 2 for contact, evidence in once.items()}
    assert (only(once, "wer").low, only(once, "wer").high) == (only(twice, "wer").low, only(twice, "wer").high)


@pytest.mark.parametrize(("metric", "expected"), [("word_time_median", 30), ("word_time_p95", 100)])
def test_quantiles_are_of_all_errors_together(metric, expected):
    """The smallest error that at least half, or 95 in 100, of the errors do not pass."""
    observed = {
        "a": [Errors(metric="word_time_ms", values=(10, 20, 30))],
        "b": [Errors(metric="word_time_ms", values=(40, 100))],
    }
    assert only(observed, metric).value == expected


#: Hits as score and truth, how often it was said, hours of sound, recall at 5 false alarms an hour.
SEARCHES = [
    ([], 4, 1.0, 0.0),
    ([(0.9, True), (0.8, True)], 4, 1.0, 0.5),
    # 5 false alarms are allowed in an hour: all hits count.
    ([(0.9, True)] + [(0.8, False)] * 5 + [(0.7, True)], 2, 1.0, 1.0),
    # The sixth is one too many: the threshold stays above it, and above what came after.
    ([(0.9, True)] + [(0.8, False)] * 6 + [(0.7, True)], 2, 1.0, 0.5),
    # Hits of one score go together.
    ([(0.9, True)] + [(0.8, False)] * 6 + [(0.8, True)], 2, 1.0, 0.5),
    # Half an hour allows two and a half.
    ([(0.9, False)] * 3 + [(0.8, True)], 1, 0.5, 0.0),
]


@pytest.mark.parametrize(("hits", "n_true", "hours", "recall"), SEARCHES)
def test_recall_at_a_fixed_number_of_false_alarms(hits, n_true, hours, recall):
    observed = {"a": [Hits(metric="query_recall", hits=tuple(hits), n_true=n_true, hours=hours)]}
    assert only(observed, "query_recall").value == recall


def test_what_was_never_said_has_no_recall():
    assert values({"a": [Hits(metric="query_recall", hits=((0.5, False),), n_true=0, hours=1.0)]}) == ()


def test_items_stand_apart():
    observed = {
        "a": [
            Ratio(metric="text_recall", item="PHONE", part=1, whole=1),
            Ratio(metric="text_recall", item="NAME", part=0, whole=3),
            Ratio(metric="text_recall", item="", part=1, whole=4),
        ]
    }
    assert {v.item: v.value for v in values(observed)} == {"": 0.25, "NAME": 0.0, "PHONE": 1.0}


def test_a_clear_change_is_seen():
    before, after = wer(*[(4, 20)] * 20), wer(*[(2, 20)] * 20)
    (change,) = changes(before, after)
    assert change.difference == pytest.approx(-0.1)
    assert change.p_value < 0.01
    assert change.high < 0


def test_a_change_that_one_call_makes_is_not():
    before = wer(*[(2, 20)] * 20)
    after = wer((12, 20), *[(2, 20)] * 19)
    (change,) = changes(before, after)
    assert change.p_value > 0.5


def test_the_same_run_twice_shows_nothing():
    observed = wer(*[(n, 20) for n in range(10)])
    (change,) = changes(observed, observed)
    assert (change.difference, change.low, change.high, change.p_value) == (0, 0, 0, 1)


def test_many_comparisons_make_each_less_sure():
    """Holm: of three p-values the smallest counts three times, the next twice, and none less than one before it."""
    (change,) = changes(wer(*[(4, 20)] * 8), wer(*[(2, 20)] * 8))

    def p(value):
        return replace(change, p_value=value)

    found = adjusted({"alaw": [p(0.01), p(0.04)], "gsm": [p(0.03)]})
    assert [each.p_value for each in found["alaw"]] == pytest.approx([0.03, 0.06])
    assert [each.p_value for each in found["gsm"]] == pytest.approx([0.06])


def test_types_and_labels_are_not_compared():
    observed = {f"c{n}": [Ratio(metric="text_recall", item=i, part=1, whole=2) for i in ("", "NAME")] for n in range(9)}
    assert [each.item for each in changes(observed, observed)] == [""]


#: Errors in each of so many contacts, and the bounds of a 95 % interval: 1 - 0.05 ** (1 / n).
NONE_OR_ALL = [(0, 10, 0.0, 0.2589), (1, 10, 0.7411, 1.0), (0, 50, 0.0, 0.0582)]


@pytest.mark.parametrize(("part", "n", "low", "high"), NONE_OR_ALL)
def test_no_error_in_few_contacts_is_no_certainty(part, n, low, high):
    value = only(wer(*[(part, 1)] * n), "wer")
    assert (value.low, value.high) == pytest.approx((low, high), abs=1e-4)


def test_only_common_contacts_are_compared():
    (change,) = changes(wer((1, 10), (9, 10)), {"c00": wer((1, 10))["c00"], "other": wer((0, 10))["c00"]})
    assert (change.n_contacts, change.before, change.after) == (1, 0.1, 0.1)
