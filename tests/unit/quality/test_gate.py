"""The regression gate: what is a fall, and what is noise."""

import json

import pytest

from clairevoix.model.errors import Code, InputError
from clairevoix.quality import gate
from clairevoix.quality.estimate import Value
from clairevoix.quality.gate import Recorded


def found(metric: str, value: float, *, item: str = "", whole: float = 1000) -> dict[str, list[Value]]:
    return {"alaw": [Value(metric=metric, item=item, value=value, low=None, high=None, n_contacts=9, whole=whole)]}


#: Metric, on record, noise, today, whether it fell.
FALLS = [
    ("wer", 0.20, 0.01, 0.20, False),
    ("wer", 0.20, 0.01, 0.21, False),
    ("wer", 0.20, 0.01, 0.22, True),
    ("wer", 0.20, 0.01, 0.10, False),
    ("label_f1", 0.80, 0.02, 0.79, False),
    ("label_f1", 0.80, 0.02, 0.77, True),
    ("label_f1", 0.80, 0.02, 0.95, False),
    ("invented_per_hour", 10.0, 5.0, 16.0, True),
]


@pytest.mark.parametrize(("metric", "on_record", "noise", "today", "fell"), FALLS)
def test_worse_by_more_than_noise_is_a_fall(metric, on_record, noise, today, fell):
    recorded = Recorded(condition="alaw", metric=metric, value=on_record, noise=noise)
    assert bool(gate.falls([recorded], found(metric, today))) is fell


def test_a_metric_that_is_gone_is_a_fall():
    recorded = Recorded(condition="alaw", metric="wer", value=0.2, noise=0.5)
    (fall,) = gate.falls([recorded], {})
    assert fall.value is None


def test_noise_is_three_times_the_greatest_move():
    noisy = [found("wer", value) for value in (0.201, 0.196, 0.203)]
    (recorded,) = gate.records(found("wer", 0.2), noisy)
    assert recorded.noise == pytest.approx(0.012)


def test_noise_is_three_counts_at_least():
    """Where nothing moved, three words in a hundred still may."""
    (recorded,) = gate.records(found("wer", 0.2, whole=100), [found("wer", 0.2)])
    assert recorded.noise == pytest.approx(0.03)


def test_types_and_labels_are_not_on_record():
    assert gate.records(found("text_recall", 0.9, item="PHONE"), []) == []


def test_a_record_is_read_as_it_was_written(tmp_path):
    recorded = [Recorded(condition="alaw", metric="wer", value=0.25, noise=0.01)]
    gate.write_record(tmp_path / "record.json", recorded, "first measured")
    assert gate.read_record(tmp_path / "record.json") == tuple(recorded)
    assert json.loads((tmp_path / "record.json").read_text())["reason"] == "first measured"


def test_a_record_belongs_to_what_was_evaluated(tmp_path):
    recorded = [Recorded(condition="alaw", metric="wer", value=0.25, noise=0.01)]
    gate.write_record(tmp_path / "record.json", recorded, "first measured", of="these")
    assert gate.is_of(tmp_path / "record.json", "these")
    assert not gate.is_of(tmp_path / "record.json", "others")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, Code.MISSING_FILE),
        ("", Code.UNREADABLE),
        ('{"recorded": []}', Code.UNREADABLE),
        ('{"reason": " ", "recorded": []}', Code.BAD_VALUE),
        (
            '{"reason": "x", "recorded": [{"condition": "a", "metric": "charm", "value": 1, "noise": 0}]}',
            Code.BAD_VALUE,
        ),
    ],
)
def test_a_bad_record_is_refused(tmp_path, text, code):
    if text is not None:
        (tmp_path / "record.json").write_text(text)
    with pytest.raises(InputError) as refused:
        gate.read_record(tmp_path / "record.json")
    assert (refused.value.code, refused.value.position) == (code, "record.json")


def test_looks_at_the_test_half_add_up(tmp_path):
    log = tmp_path / "looks.jsonl"
    gate.note_look(log, reason="before a release", recordings=3)
    gate.note_look(log, reason="again", recordings=3)
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    assert [row["reason"] for row in rows] == ["before a release", "again"]
    assert all(row["at"] and row["version"] for row in rows)
