"""What comes before and what is left to do, one condition at a time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clairevoix.charter.clocks import stopped
from clairevoix.charter.drafting import draft_from
from clairevoix.charter.extractors import Extractor, Inference, Modality, admit_extractor, admit_extractors
from clairevoix.charter.informing import admit_assessment, admit_notice, admit_person
from clairevoix.charter.missing import Step, steps_left
from clairevoix.charter.sentiment import admit_sentiment
from clairevoix.charter.versions import State, Version
from clairevoix.model.contact import Party
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.evaluation import Verdict
from clairevoix.model.grid import EvidenceRule, Expected
from clairevoix.model.timespan import TimeSpan
from consulted import DPIA, NOTICE, a_version
from courses import a_criterion, a_grid, an_annotation

DAY, ONE = date(2025, 3, 3), timedelta(days=1)


def test_nobody_is_computed_who_was_not_told():
    assert admit_person(acknowledged=True) is None
    with pytest.raises(CharterRefusal, match="R10"):
        admit_person(acknowledged=False)


@pytest.mark.parametrize("since", [DAY, DAY - ONE])
@pytest.mark.parametrize("today", [DAY, DAY + ONE])
def test_a_notice_is_given_between_the_text_and_today(since, today):
    assert admit_notice(NOTICE, given_on=DAY, since=since, today=today) is NOTICE


@pytest.mark.parametrize(
    "changes",
    [
        {"notice": None},
        {"notice": replace(NOTICE, digest="")},
        {"given_on": None},
        {"since": None},
        {"since": DAY + ONE},
        {"today": DAY - ONE},
    ],
)
def test_what_is_no_notice(changes):
    asked = {"notice": NOTICE, "given_on": DAY, "since": DAY, "today": DAY, **changes}
    with pytest.raises(CharterRefusal, match="R10"):
        admit_notice(asked.pop("notice"), **asked)


def test_what_is_no_assessment():
    assert admit_assessment(DPIA) is DPIA
    for none in (None, replace(DPIA, digest="")):
        with pytest.raises(CharterRefusal, match="R11"):
            admit_assessment(none)


NOTIFIED = a_version(State.NOTIFIED)  # its last day is 6 February 2025
LAST = date(2025, 2, 6)
_END = ["countersign", "activate"]
LEFT = [
    (Version(state=State.NEW), LAST, []),
    (a_version(State.ACTIVE), LAST, []),
    (a_version(State.WITHDRAWN), LAST, []),
    (a_version(State.SUSPENDED), LAST, ["resume"]),
    (a_version(State.DRAFT), LAST, ["notify", "opinion", *_END]),
    (
        a_version(State.DRAFT, dpia=None, notice=None),
        LAST,
        ["assess", "notify", "opinion", "countersign", "inform", "activate"],
    ),
    (NOTIFIED, LAST, ["opinion", *_END]),
    (NOTIFIED, LAST + ONE, ["lapse", *_END]),
    (replace(NOTIFIED, clock=stopped(NOTIFIED.clock, LAST)), LAST + ONE, ["restart", "opinion", *_END]),
    (a_version(State.CONSULTED), LAST, _END),
    (a_version(State.CONSULTED), LAST + ONE, _END),
    (a_version(State.COUNTERSIGNED), LAST, ["activate"]),
]


@pytest.mark.parametrize(("version", "today", "steps"), LEFT)
def test_what_is_left_to_do(version, today, steps):
    assert steps_left(version, today) == tuple(Step(step) for step in steps)


SPAN, LATER = TimeSpan(0, 1000), TimeSpan(500, 2000)


@pytest.mark.parametrize(
    ("expected", "annotations", "found", "suggested", "spans"),
    [
        (
            Expected.PRESENT,
            [an_annotation("a", SPAN), an_annotation("a", LATER)],
            True,
            Verdict.MET,
            (TimeSpan(0, 2000),),
        ),
        (Expected.PRESENT, [an_annotation("b", SPAN)], False, Verdict.NOT_MET, ()),
        (Expected.PRESENT, [an_annotation("a", SPAN, Party.CUSTOMER)], False, Verdict.NOT_MET, ()),
        (Expected.PRESENT, [an_annotation("a", SPAN, Party.UNKNOWN)], False, Verdict.NOT_MET, ()),
        (Expected.ABSENT, [an_annotation("a", SPAN)], True, Verdict.NOT_MET, (SPAN,)),
        (Expected.ABSENT, [], False, Verdict.MET, ()),
    ],
)
def test_what_a_draft_finds(expected, annotations, found, suggested, spans):
    grid = a_grid(a_criterion("A", weight=100, evidence=EvidenceRule(label="a", expected=expected)))
    (finding,) = draft_from(annotations, grid)
    assert (finding.criterion, finding.found, finding.suggested, finding.spans) == ("A", found, suggested, spans)


def an_extractor(
    *parties: Party, modality: Modality = Modality.SOUND, infers: Inference = Inference.EMOTION
) -> Extractor:
    return Extractor(name="x", parties=parties, modality=modality, infers=infers)


CUSTOMER, AGENT = Party.CUSTOMER, Party.AGENT
EXTRACTORS = [
    (an_extractor(CUSTOMER), True),
    (an_extractor(), False),
    (an_extractor(AGENT), False),
    (an_extractor(Party.UNKNOWN), False),
    (an_extractor(CUSTOMER, AGENT), False),
    (an_extractor(AGENT, modality=Modality.TEXT), True),
    (an_extractor(AGENT, infers=Inference.WORDS), True),
]


@pytest.mark.parametrize(("extractor", "admitted"), EXTRACTORS)
def test_what_may_be_inferred_from_a_voice(extractor, admitted):
    if admitted:
        admit_extractor(extractor)
        admit_extractors([extractor, an_extractor(CUSTOMER)])
        return
    for asked in ([extractor], [an_extractor(CUSTOMER), extractor]):
        with pytest.raises(CharterRefusal, match="R1"):
            admit_extractors(asked)


SENTIMENTS = [
    (an_extractor(CUSTOMER, modality=Modality.TEXT), "month", True),
    (an_extractor(CUSTOMER, modality=Modality.TEXT), "team", False),
    (an_extractor(CUSTOMER, modality=Modality.TEXT), "agent", False),
    (an_extractor(CUSTOMER), "month", False),
    (an_extractor(modality=Modality.TEXT), "month", False),
    (an_extractor(CUSTOMER, AGENT, modality=Modality.TEXT), "month", False),
    (an_extractor(AGENT, infers=Inference.CONTENT), "team", True),
]


@pytest.mark.parametrize(("extractor", "dimension", "admitted"), SENTIMENTS)
def test_where_a_sentiment_is_told(extractor, dimension, admitted):
    if admitted:
        admit_sentiment(extractor, dimension)
        return
    with pytest.raises(CharterRefusal, match="R24"):
        admit_sentiment(extractor, dimension)
