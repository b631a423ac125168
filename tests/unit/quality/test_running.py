"""What becomes of a recording on its way through the pipeline, and what identifies an evaluation."""

from array import array
from dataclasses import replace
from random import Random

import pytest

from clairevoix.model.annotation import Codebook
from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.model.errors import Code, ComponentError, InputError
from clairevoix.project import open_project
from clairevoix.quality import running
from clairevoix.quality.reading import read_corpus
from clairevoix.quality.truth import Split
from conversations import MONO, STEREO, heard, parts, said, take
from flow import corpora
from flow.corpora import BY_HAND, Scene, build

NO_LABELS = Codebook(labels=(), digest="")


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    def serially(function, items, jobs):
        yield from ((item, function(item)) for item in items)

    monkeypatch.setattr(running, "map_unordered", serially)


def evaluated(tiny, **options):
    corpus, project = read_corpus(tiny.folder), open_project(tiny.workspace)
    takes = [take for take in corpus.takes if corpus.of(take).split is Split.DEVELOPMENT]
    return corpus, running.evaluate(corpus, takes, project.settings, project.codebook, **options)


# --- Personal data of a recording count once ------------------------------------------------------------------------

NUMBER = "mon numéro zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre"


@pytest.mark.parametrize("condition", ["clean", "line", "mono"])
def test_an_entity_counts_once_on_one_channel_and_on_two(tmp_path, condition):
    scene = Scene(
        contact_id="c1",
        conditions=(condition,),
        said=[f"customer 500-4500 {NUMBER}", "agent 5000-5500 merci"],
        entities=["PHONE 0 2 8"],
    )
    _, (judged,) = evaluated(build(tmp_path, [scene]))
    found = parts(judged.evidence)
    for name in ("heard_recall", "heard_precision", "sound_recall"):
        assert found[name] == (1, 1), name
    assert found["sound_left"] == (0, 10)


def test_a_number_said_by_both_counts_twice(tmp_path):
    scene = Scene(
        contact_id="c1",
        conditions=("clean",),
        said=[f"customer 500-3500 {NUMBER}", f"agent 4000-7000 {NUMBER}"],
        entities=["PHONE 0 2 8", "PHONE 1 2 8"],
    )
    _, (judged,) = evaluated(build(tmp_path, [scene]))
    assert parts(judged.evidence)["sound_recall"] == (2, 2)


def test_the_redacted_sound_is_heard_again_only_where_there_is_something_to_hide(tmp_path, monkeypatch):
    times = []
    real = running.transcribe
    monkeypatch.setattr(running, "transcribe", lambda *given: times.append(1) or real(*given))
    scenes = [
        Scene(contact_id="c1", conditions=("clean",), said=["customer 500-1500 bonjour madame"]),
        Scene(contact_id="c2", conditions=("clean",), said=[f"customer 500-4500 {NUMBER}"], entities=["PHONE 0 2 8"]),
    ]
    evaluated(build(tmp_path, scenes))
    assert len(times) == 1


# --- The sound is the one that the manifest speaks of ---------------------------------------------------------------


def recording(*channels, rate_hz=8000):
    return Recording(
        contact_id="c1",
        sample_rate_hz=rate_hz,
        channels=tuple(Channel(party=Party.UNKNOWN, samples=array("h", samples)) for samples in channels),
    )


SECOND = [0] * 8000
SOUNDS = [
    ("as listed", recording(SECOND, SECOND), 1000, None),
    ("a codec adds a little", recording(SECOND, SECOND), 1100, None),
    ("one channel of two", recording(SECOND), 1000, Code.PARTIES_MISMATCH),
    ("ten times longer on paper", recording(SECOND, SECOND), 10_000, Code.DIGEST_MISMATCH),
    ("shorter on paper", recording(SECOND, SECOND), 500, Code.DIGEST_MISMATCH),
]


@pytest.mark.parametrize(
    ("sound", "listed_ms", "code"), [each[1:] for each in SOUNDS], ids=[each[0] for each in SOUNDS]
)
def test_the_sound_is_as_listed(sound, listed_ms, code):
    listed = take(STEREO, duration_ms=listed_ms)
    if code is None:
        running._check_sound(sound, listed)
        return
    with pytest.raises(InputError) as refused:
        running._check_sound(sound, listed)
    assert (refused.value.code, refused.value.position) == (code, "c1-clean")


def test_a_process_that_dies_is_reported_with_its_recording(tmp_path, monkeypatch):
    from clairevoix.execute.local import map_unordered

    monkeypatch.setattr(running, "map_unordered", map_unordered)
    monkeypatch.setattr(running, "_judge", corpora.dies)
    with pytest.raises(ComponentError, match="the process that heard c4@line died"):
        evaluated(build(tmp_path, [replace(BY_HAND[3], conditions=("line",))]))


# --- Noise that nobody hears ----------------------------------------------------------------------------------------


def test_noise_is_one_step_at_most_and_stays_in_16_bits():
    loud = recording([32767, -32768] * 4000, SECOND)
    noisy = running._dithered(loud, Random(1))
    for before, after in zip(loud.channels, noisy.channels, strict=True):
        steps = {new - old for old, new in zip(before.samples, after.samples, strict=True)}
        assert steps == {-1, 0, 1}
    assert noisy == running._dithered(loud, Random(1))
    assert noisy != running._dithered(loud, Random(2))
    assert loud.channels[1].samples == array("h", SECOND)


# --- What was evaluated ---------------------------------------------------------------------------------------------


def test_the_fingerprint_is_of_what_was_to_be_heard_and_not_of_what_was(tmp_path):
    one, other = build(tmp_path / "one", BY_HAND), build(tmp_path / "other", [replace(s, heard={}) for s in BY_HAND])
    corpus, good = evaluated(one)
    _, bad = evaluated(other)
    assert [each.evidence for each in good] != [each.evidence for each in bad]
    assert running.fingerprint(corpus, good, NO_LABELS) == running.fingerprint(corpus, bad, NO_LABELS)


def test_the_fingerprint_changes_with_the_recordings_the_truth_the_labels_and_the_phrases(tmp_path):
    tiny = build(tmp_path, BY_HAND)
    corpus, judged = evaluated(tiny)
    codebook = open_project(tiny.workspace).codebook
    prints = [
        running.fingerprint(corpus, judged, codebook),
        running.fingerprint(corpus, judged[1:], codebook),
        running.fingerprint(corpus, (replace(judged[0], truth="kinder"), *judged[1:]), codebook),
        running.fingerprint(replace(corpus, labels=corpus.labels[1:]), judged, codebook),
        running.fingerprint(corpus, judged, NO_LABELS),
        running.fingerprint(replace(corpus, queries={}), judged, codebook),
    ]
    assert len(set(prints)) == len(prints)
    assert prints[0] == running.fingerprint(corpus, tuple(reversed(judged)), codebook)


def test_a_word_of_the_truth_more_is_another_truth():
    truths = [said("agent 0-900 bonjour"), said("agent 0-900 bonjour madame"), said("customer 0-900 bonjour")]
    assert len({running._digest(truth, take()) for truth in truths}) == 3
    assert running._digest(truths[0], take()) != running._digest(truths[0], take(MONO))


# --- Transcripts made elsewhere -------------------------------------------------------------------------------------


def elsewhere(tmp_path, names):
    corpus = read_corpus(build(tmp_path, BY_HAND[:1]).folder)
    return running.judge_elsewhere(corpus, corpus.takes, {name: heard() for name in names})


def test_all_recordings_have_a_transcript(tmp_path):
    names = ("c1@clean", "c1@line", "c1@mono")
    assert [each.recording_id for each in elsewhere(tmp_path, names)] == list(names)


#: Recordings that have a transcript, and those that have none.
MISSING = [
    (("c1@clean", "c1@mono"), ("c1@line",)),
    ((), ("c1@clean", "c1@line", "c1@mono")),
    (("c1@clean", "c1@line", "c1@mono", "c9@line"), ()),
]


@pytest.mark.parametrize(("names", "missing"), MISSING)
def test_recordings_without_transcript_are_named(tmp_path, names, missing):
    takes = read_corpus(build(tmp_path, BY_HAND[:1]).folder).takes
    assert running.untranscribed(takes, {name: heard() for name in names}) == missing


def test_one_too_few_is_no_judgement(tmp_path):
    with pytest.raises(KeyError, match="c1@line"):
        elsewhere(tmp_path, ("c1@clean", "c1@mono"))


def test_one_too_many_is_refused_and_named(tmp_path):
    with pytest.raises(InputError, match="c9@line"):
        elsewhere(tmp_path, ("c1@clean", "c1@line", "c1@mono", "c9@line"))


def test_evidence_of_one_contact_is_put_together_within_a_condition(tmp_path):
    _, judged = evaluated(build(tmp_path, BY_HAND))
    found = running.by_condition(judged)
    assert list(found) == ["clean", "line", "mono"]
    assert {condition: sorted(some) for condition, some in found.items()}["mono"] == ["c1"]
    twice = running.by_condition([*judged, replace(judged[0], recording_id="c1-again@clean")])
    assert len(twice["clean"]["c1"]) == 2 * len(found["clean"]["c1"])
