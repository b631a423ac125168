"""Evidence on file: read as it was written, and nothing of it taken on trust. Transcripts from elsewhere, too."""

import json
from dataclasses import replace

import pytest

from clairevoix.model.contact import Party
from clairevoix.model.errors import Code, InputError
from clairevoix.quality import runs
from clairevoix.quality.evidence import Errors, Hits, Ratio
from clairevoix.quality.running import Judged
from clairevoix.quality.truth import Corpus, Origin
from conversations import MONO, STEREO, said, take


def judged(contact_id="c1", errors=1.0, *, condition="clean", truth="aa"):
    return Judged(
        recording_id=f"{contact_id}@{condition}",
        contact_id=contact_id,
        condition=condition,
        duration_ms=60_000,
        truth=truth,
        evidence=(
            Ratio(metric="wer", part=errors, whole=10, item="agent"),
            Ratio(metric="wer", part=errors, whole=10),
            Errors(metric="word_time_ms", values=(20.0, 35.5)),
            Hits(metric="query_recall", hits=((0.9, True), (0.25, False)), n_true=2, hours=0.5),
        ),
    )


def test_evidence_is_read_as_it_was_written(tmp_path):
    some = (judged(), judged("c2", 0.1 + 0.2))
    runs.save(some, tmp_path / "run.jsonl")
    assert runs.load(tmp_path / "run.jsonl") == some


def row(**changes):
    evidence = [{"kind": "ratio", "metric": "wer", "item": "", "part": 1, "whole": 10}]
    values = {"recording": "c1@a", "contact_id": "c1", "condition": "a", "duration_ms": 9, "truth": "aa"}
    return {**values, "evidence": evidence, **changes}


def evidence(**changes):
    return row(evidence=[{**row()["evidence"][0], **changes}])


#: What is wrong, the lines, the code, and what is named.
BAD = [
    ("no JSON", ["{"], Code.UNREADABLE, "run.jsonl, line 1"),
    ("no object", ["", "3"], Code.UNREADABLE, "run.jsonl, line 2"),
    ("no recording", ["", {"contact_id": "c1"}], Code.BAD_VALUE, "run.jsonl, line 2"),
    ("an object that says nothing", [row(), {}], Code.BAD_VALUE, "run.jsonl, line 2"),
    (
        "nobody knows of which truth",
        [{k: v for k, v in row().items() if k != "truth"}],
        Code.BAD_VALUE,
        "run.jsonl, line 1",
    ),
    ("a recording twice", [row(), row()], Code.DUPLICATE_ID, "c1@a"),
    ("no list", [row(evidence=3)], Code.BAD_VALUE, "run.jsonl, line 1"),
    ("an unknown kind", [evidence(kind="opinion")], Code.BAD_VALUE, "run.jsonl, line 1"),
    ("a word for a number", [evidence(part="many")], Code.BAD_VALUE, "run.jsonl, line 1"),
    ("not a number", [evidence(part=float("nan"))], Code.BAD_VALUE, "run.jsonl, line 1"),
    ("no end", [evidence(whole=float("inf"))], Code.BAD_VALUE, "run.jsonl, line 1"),
    ("errors that are none", [evidence(kind="errors", values=[None])], Code.BAD_VALUE, "run.jsonl, line 1"),
    (
        "hits without scores",
        [evidence(kind="hits", hits=[[1]], n_true=1, hours=1)],
        Code.BAD_VALUE,
        "run.jsonl, line 1",
    ),
    ("a length without end", [row(duration_ms=float("inf"))], Code.BAD_VALUE, "run.jsonl, line 1"),
]


@pytest.mark.parametrize(("rows", "code", "position"), [each[1:] for each in BAD], ids=[each[0] for each in BAD])
def test_a_bad_file_is_refused_and_the_line_named(tmp_path, rows, code, position):
    path = tmp_path / "run.jsonl"
    path.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in rows))
    with pytest.raises(InputError) as refused:
        runs.load(path)
    assert (refused.value.code, refused.value.position) == (code, position)


def test_no_file(tmp_path):
    with pytest.raises(InputError) as refused:
        runs.load(tmp_path / "run.jsonl")
    assert (refused.value.code, refused.value.position) == (Code.MISSING_FILE, "run.jsonl")


# --- Two runs -------------------------------------------------------------------------------------------------------

CONTACTS = [f"c{number}" for number in range(8)]


def difference(before, after):
    """The difference of the word error rates, contacts compared, and of how many."""
    found = runs.compared(before, after, 0.95).get("clean")
    if found is None:
        return None
    changes = {(each.metric, each.item): each.difference for each in found.changes}
    return changes.get(("wer", "")), found.n_contacts, found.n_either


def test_two_runs_over_the_same_contacts():
    before, after = [judged(each, 1) for each in CONTACTS], [judged(each, 3) for each in CONTACTS]
    assert difference(before, after) == (pytest.approx(0.2), 8, 8)


#: What the second run does with the contact that is hardest, and the contacts left to compare.
HARDEST = judged("c0", 9)
LEFT_OUT = [
    ("is not there", [], 7),
    ("has another truth", [judged("c0", 0, truth="bb")], 7),
    ("has another recording more", [HARDEST, replace(HARDEST, recording_id="c0-again@clean")], 7),
    ("is as it was", [HARDEST], 8),
]


@pytest.mark.parametrize(("again", "n_contacts"), [each[1:] for each in LEFT_OUT], ids=[each[0] for each in LEFT_OUT])
def test_only_what_is_the_same_in_both_is_compared(again, n_contacts):
    """Whatever becomes of the hardest contact, the others did not change."""
    others = [judged(each, 1) for each in CONTACTS[1:]]
    assert difference([HARDEST, *others], [*again, *others]) == (0, n_contacts, 8)


def test_runs_that_have_nothing_in_common():
    assert difference([judged("c0")], [judged("c1")]) == (None, 0, 2)
    assert difference([judged("c0", condition="gsm")], [judged("c0")]) is None


# --- Transcripts made elsewhere -------------------------------------------------------------------------------------


def corpus(**takes):
    truth = said("agent 0-1000 bonjour madame", "customer 2000-3000 oui merci")
    return Corpus(
        name="x",
        folder=None,
        origin=Origin.SYNTHETIC,
        test_log=None,
        labels=(),
        queries={},
        truths={"c1": truth},
        takes=tuple(replace(take(parties), recording_id=name) for name, parties in takes.items()),
    )


def turn(channel, start_ms, *words, party="customer"):
    return {
        "channel": channel,
        "party": party,
        "words": [
            {"text": word, "start_ms": start_ms + 100 * number, "end_ms": start_ms + 100 * number + 90}
            for number, word in enumerate(words)
        ],
    }


def read(tmp_path, row, parties=STEREO):
    (tmp_path / "other.jsonl").write_text(json.dumps({"recording": "r", **row}, ensure_ascii=False), encoding="utf-8")
    return runs.transcripts(tmp_path / "other.jsonl", corpus(r=parties))["r"].transcript


def test_turns_stand_in_time_whatever_order_they_come_in(tmp_path):
    """One channel after the other is as good: every metric takes the words in the order in which they were heard."""
    transcript = read(tmp_path, {"turns": [turn(1, 2000, "oui"), turn(1, 5000, "merci"), turn(0, 0, "bonjour")]})
    assert [each.text for each in transcript.turns] == ["bonjour", "oui", "merci"]


def test_on_two_channels_the_party_is_that_of_the_channel(tmp_path):
    transcript = read(tmp_path, {"turns": [turn(0, 0, "bonjour", party="customer")]})
    assert transcript.turns[0].party is Party.AGENT


def test_in_mono_the_party_is_what_was_heard(tmp_path):
    transcript = read(tmp_path, {"turns": [turn(0, 0, "bonjour", party="agent")]}, MONO)
    assert transcript.turns[0].party is Party.AGENT


def test_turns_without_words_are_none(tmp_path):
    assert read(tmp_path, {"turns": [turn(0, 0)]}).turns == ()


def test_a_line_ends_where_json_says(tmp_path):
    """Some signs that end a line of text stand inside JSON as they are."""
    assert read(tmp_path, {"turns": [turn(0, 0, "bonjour\u2028madame", "\x85")]}).turns[0].words[0].text
