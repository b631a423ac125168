"""What must never come out as a silent number: each refused, or answered with its limits in words."""

import pytest

from builders import a_workspace
from clairevoix.intake import ingest_responses
from clairevoix.measure import nps
from clairevoix.model.errors import Code, InputError

MANY = [10] * 120 + [9] * 60 + [7] * 30 + [1] * 20


def ingested(tmp_path, rows, scale=(0, 10)):
    """The report on a file of (identifier, day, mark)."""
    file = tmp_path / "answers.csv"
    lines = [f"{name},{day},{mark}" for name, day, mark in rows]
    file.write_text("\n".join(["response_id,answered_on,score", *lines]) + "\n", encoding="utf-8")
    return ingest_responses(a_workspace(tmp_path / "workspace"), [file], scale)


def test_a_scale_of_1_to_10_is_refused_where_it_is_declared_and_doubted_where_it_is_not(tmp_path):
    with pytest.raises(InputError) as refused:
        nps.from_scores(MANY, scale=(1, 10))
    assert refused.value.code is Code.BAD_SCALE
    assert nps.Limit.NO_ZERO in nps.from_scores(MANY).limits
    assert "check that the question offered 0 to 10" in " ".join(nps.from_scores(MANY).words)
    rows = [(f"r{number}", "2025-09-01", mark) for number, mark in enumerate(MANY)]
    assert ingested(tmp_path, rows).facts["no_zero_among"] == len(MANY)
    assert ingested(tmp_path, rows, (1, 10)).quarantined[0].code is Code.BAD_SCALE


def test_five_points_are_no_nps(tmp_path):
    rows = [(f"r{number}", "2025-09-01", 1 + number % 5) for number in range(60)]
    report = ingested(tmp_path, rows)
    assert (report.quarantined[0].code, report.counts["stored"]) == (Code.FIVE_POINTS, 0)
    with pytest.raises(InputError):
        nps.from_scores([5, 4, 3], scale=(1, 5))


def test_future_days_and_repeated_answers_are_put_aside_one_by_one(tmp_path):
    rows = [
        ("r1", "2025-09-01", 9), ("r1", "2025-09-01", 9), ("r1", "2025-09-02", 3), ("r2", "2099-01-01", 9),
        ("r3", "2025-09-03", 0),
    ]  # fmt: skip
    report = ingested(tmp_path, rows)
    assert sorted(each.code for each in report.quarantined) == ["bad_date", "duplicate_id", "duplicate_id"]
    assert report.counts["stored"] == 2


def test_a_margin_with_an_empty_category_is_refused_by_its_name():
    with pytest.raises(InputError) as refused:
        nps.rake({"site": ["a", "b"]}, {"site": {"a": 1, "b": 1, "c": 1}})
    assert (refused.value.code, refused.value.position) == (Code.BAD_VALUE, "site")


def test_raking_that_cannot_converge_says_so():
    found = nps.rake(
        {"site": ["a", "b"], "channel": ["x", "y"]}, {"site": {"a": 9, "b": 1}, "channel": {"x": 1, "y": 9}}
    )
    assert not found.has_converged
    assert found.iterations == 100
    assert found.largest_error > 0.1


def test_weights_of_zero_are_no_score():
    found = nps.from_scores([9, 3, 10], weights=[0, 0, 0])
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.limits[0] is nps.Limit.NOBODY
    with pytest.raises(InputError):
        nps.rake({"site": ["a", "b"]}, {"site": {"a": 1, "b": 1}}, start=[0, 0])
    with pytest.raises(InputError):
        nps.rake({"site": ["a", "b"]}, {"site": {"a": 1, "b": 1}}, counts=[0, 3])


def test_three_answers_in_all_say_how_little_they_say():
    found = nps.from_scores([10, 9, 2])
    assert found.high - found.low > 100
    assert found.words[0].startswith("Fewer than ten answers: almost any score is possible")
