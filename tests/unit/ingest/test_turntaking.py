"""Overlaps, silences and answers of two parties, drawn: ``a`` where the agent talks, one letter per 100 ms."""

import pytest

from clairevoix.ingest.turntaking import latencies, mutual_silences, outside, overtalk
from clairevoix.model.timespan import TimeSpan


def drawn(line):
    """The spans of a line such as ``aaa..a``."""
    spans, start = [], None
    for at, letter in enumerate([*line, "."]):
        if letter != "." and start is None:
            start = at
        elif letter == "." and start is not None:
            spans.append(TimeSpan(start * 100, at * 100))
            start = None
    return spans


def written(spans):
    return [(span.start_ms, span.end_ms) for span in spans]


#: Agent, customer, and where both talk at once.
OVERTALK = [
    ("nobody", "....", "....", []),
    ("one after the other", "aaa...", "...ccc", []),
    ("cutting in", "aaaaa...", "...ccccc", [(300, 500)]),
    ("a word while the other talks on", "aaaaaaaa", "..cc....", [(200, 400)]),
    ("two words meanwhile", "aaaaaaaa", ".c..cc..", [(100, 200), (400, 600)]),
    ("both at once, all the time", "aaaa", "cccc", [(0, 400)]),
]


@pytest.mark.parametrize(("agent", "customer", "both"), [row[1:] for row in OVERTALK], ids=[row[0] for row in OVERTALK])
def test_overtalk(agent, customer, both):
    assert written(overtalk(drawn(agent), drawn(customer))) == both
    assert written(overtalk(drawn(customer), drawn(agent))) == both


def test_spans_may_touch_overlap_and_come_in_any_order():
    untidy = [TimeSpan(500, 900), TimeSpan(0, 300), TimeSpan(200, 500), TimeSpan(700, 700)]
    assert written(overtalk(untidy, [TimeSpan(100, 800)])) == [(100, 800)]
    assert latencies([TimeSpan(1000, 1100)], untidy) == (100,)


#: Agent, customer, shortest silence in ms, and where nobody talks.
SILENCES = [
    ("nobody at all", "......", "......", 1, [(0, 600)]),
    ("before, between and after", ".a....", "...c..", 1, [(0, 100), (200, 300), (400, 600)]),
    ("only the long ones", ".a....", "...c..", 150, [(400, 600)]),
    ("never", "aaa...", "...ccc", 1, []),
]


@pytest.mark.parametrize(
    ("agent", "customer", "shortest_ms", "quiet"), [row[1:] for row in SILENCES], ids=[row[0] for row in SILENCES]
)
def test_mutual_silences(agent, customer, shortest_ms, quiet):
    found = mutual_silences(drawn(agent), drawn(customer), len(agent) * 100, shortest_ms=shortest_ms)
    assert written(found) == quiet


def test_silence_ends_with_the_recording():
    assert written(mutual_silences([TimeSpan(0, 900)], [], 500)) == []
    assert written(mutual_silences([TimeSpan(700, 900)], [], 500)) == [(0, 500)]


#: Agent, customer, how long the agent took to answer and how long the customer did, in ms.
LATENCIES = [
    ("nobody", "....", "....", (), ()),
    ("one party alone", "aa..aa", "......", (), ()),
    ("a gap", "......aa", "cccc....", (200,), ()),
    ("no gap", "....aa", "cccc..", (0,), ()),
    ("an overlap", "..aaaaaa", "cccc....", (-200,), ()),
    ("to and fro", "aa......aa", "...cccc...", (100,), (100,)),
    ("a word meanwhile changes nothing", "..a.......", "cccccccc..", (), ()),
    ("a word meanwhile, then an answer", "..a......aa", "cccccccc...", (100,), ()),
    ("a pause is no gap", "aa..aa....", ".........c", (), (300,)),
    ("both begin at once after a silence", "...aaaa", "cc.cc..", (), ()),
    ("both end at once, then one goes on", "..aa.aa", "cccc...", (), ()),
]


@pytest.mark.parametrize(
    ("agent", "customer", "of_agent", "of_customer"), [row[1:] for row in LATENCIES], ids=[row[0] for row in LATENCIES]
)
def test_latencies(agent, customer, of_agent, of_customer):
    assert latencies(drawn(agent), drawn(customer)) == of_agent
    assert latencies(drawn(customer), drawn(agent)) == of_customer


#: Spans, what is taken out of them, and what is left.
OUTSIDE = [
    ("nothing taken", "aaaa", "....", [(0, 400)]),
    ("all taken", "aaaa", "xxxx", []),
    ("the middle", "aaaa", ".xx.", [(0, 100), (300, 400)]),
    ("beyond both ends", "..aa..", "xxx...", [(300, 400)]),
    ("elsewhere", "aa....", "...xxx", [(0, 200)]),
    ("of nothing", "....", "xxxx", []),
]


@pytest.mark.parametrize(("spans", "taken", "left"), [row[1:] for row in OUTSIDE], ids=[row[0] for row in OUTSIDE])
def test_outside(spans, taken, left):
    assert written(outside(drawn(spans), drawn(taken))) == left
