"""A corpus is found whole, or the first bad item is named."""

import hashlib
import json

import pytest

from clairevoix.model.contact import Party
from clairevoix.model.errors import Code, InputError
from clairevoix.quality.reading import check_digest, read_corpus

ABOUT = 'name = "made up"\norigin = "synthetic"\ntest_log = "looks.jsonl"\nlabels = ["internet_outage"]\n'
TURN = {"party": "customer", "start_ms": 0, "end_ms": 900, "words": [{"text": "plus"}, {"text": "internet"}]}
TRUTH = {
    "contact_id": "c1",
    "kind": "call",
    "language": "fr",
    "split": "development",
    "turns": [TURN],
    "labels": [{"name": "internet_outage", "turn": 0, "first": 0, "end": 2}],
}
SOUND = b"not sound, but its digest is known"
TAKE = {
    "recording": "c1@alaw",
    "contact_id": "c1",
    "condition": "alaw",
    "file": "audio/c1.flac",
    "sha256": hashlib.sha256(SOUND).hexdigest(),
    "parties": ["agent", "customer"],
    "duration_ms": 1000,
}


def write(folder, *, about=ABOUT, truths=(TRUTH,), takes=(TAKE,)):
    (folder / "audio").mkdir(exist_ok=True)
    (folder / "audio" / "c1.flac").write_bytes(SOUND)
    if about is not None:
        (folder / "corpus.toml").write_text(about)
    for name, rows in (("truth.jsonl", truths), ("manifest.jsonl", takes)):
        if rows is not None:
            texts = [row if isinstance(row, str) else json.dumps(row) for row in rows]
            (folder / name).write_text("\n".join(texts), encoding="utf-8")
    return folder


def test_a_whole_corpus_is_read(tmp_path):
    corpus = read_corpus(write(tmp_path))
    (take,) = corpus.takes
    assert (corpus.name, corpus.labels, corpus.test_log) == ("made up", ("internet_outage",), tmp_path / "looks.jsonl")
    assert corpus.of(take).turns[0].side is Party.CUSTOMER
    check_digest(take)


def turn(**changes):
    return {**TRUTH, "turns": [{**TURN, **changes}]}


def entity(first, end, turn_=0):
    return {"name": "PHONE", "turn": turn_, "first": first, "end": end, "value": "06 39 98 00 00"}


#: What is wrong, the files that say so, the code, and the item that is named.
BAD = [
    ("no corpus.toml", {"about": None}, Code.MISSING_FILE, "corpus.toml"),
    ("not TOML", {"about": "name = "}, Code.UNREADABLE, "corpus.toml"),
    ("nobody says whose voices", {"about": 'name = "x"'}, Code.NO_ORIGIN, "corpus.toml"),
    ("voices of customers", {"about": 'origin = "customers"'}, Code.NO_ORIGIN, "corpus.toml"),
    ("labels are no list", {"about": 'origin = "synthetic"\nlabels = "x"'}, Code.BAD_VALUE, "corpus.toml"),
    ("no truth", {"truths": None}, Code.MISSING_FILE, "truth.jsonl"),
    ("no manifest", {"takes": None}, Code.MISSING_FILE, "manifest.jsonl"),
    ("not JSON", {"truths": (TRUTH, "{")}, Code.UNREADABLE, "truth.jsonl, line 2"),
    ("not an object", {"takes": ("[]",)}, Code.UNREADABLE, "manifest.jsonl, line 1"),
    ("a contact without a name", {"truths": ({**TRUTH, "contact_id": ""},)}, Code.MISSING_ID, "truth.jsonl, line 1"),
    ("a contact twice", {"truths": (TRUTH, TRUTH)}, Code.DUPLICATE_ID, "c1"),
    ("a language unknown", {"truths": ({**TRUTH, "language": "de"},)}, Code.BAD_LANGUAGE, "c1"),
    ("no turns", {"truths": ({"contact_id": "c1"},)}, Code.BAD_TRUTH, "c1"),
    ("a reference without words", {"truths": (turn(words=[]) | {"labels": []},)}, Code.NO_WORDS, "c1"),
    ("a party unknown", {"truths": (turn(party="chatbot"),)}, Code.BAD_TRUTH, "c1"),
    ("a turn that ends before it starts", {"truths": (turn(start_ms=950),)}, Code.BAD_TRUTH, "c1"),
    ("a mark outside its turn", {"truths": ({**TRUTH, "entities": [entity(0, 3)]},)}, Code.BAD_TRUTH, "c1"),
    ("a mark of no turn", {"truths": ({**TRUTH, "entities": [entity(0, 1, 7)]},)}, Code.BAD_TRUTH, "c1"),
    ("a mark of nothing", {"truths": ({**TRUTH, "entities": [entity(1, 1)]},)}, Code.BAD_TRUTH, "c1"),
    (
        "personal data that overlap",
        {"truths": ({**TRUTH, "entities": [entity(0, 2), entity(1, 2)]},)},
        Code.OVERLAPPING_SPANS,
        "c1",
    ),
    (
        "words out of time",
        {"truths": (turn(words=[{"text": "plus", "start_ms": 500}, {"text": "internet", "start_ms": 100}]),)},
        Code.BAD_TRUTH,
        "c1",
    ),
    ("a recording without a name", {"takes": ({**TAKE, "recording": ""},)}, Code.MISSING_ID, "manifest.jsonl, line 1"),
    ("a recording twice", {"takes": (TAKE, TAKE)}, Code.DUPLICATE_ID, "c1@alaw"),
    ("a recording of nobody", {"takes": ({**TAKE, "contact_id": "c9"},)}, Code.UNKNOWN_CONTACT, "c1@alaw"),
    ("no digest", {"takes": ({k: v for k, v in TAKE.items() if k != "sha256"},)}, Code.BAD_VALUE, "c1@alaw"),
    ("a file elsewhere", {"takes": ({**TAKE, "file": "../c1.flac"},)}, Code.OUTSIDE_FOLDER, "c1@alaw"),
    ("a recording too short", {"takes": ({**TAKE, "duration_ms": 800},)}, Code.BAD_TRUTH, "c1@alaw"),
    ("a party without a channel", {"takes": ({**TAKE, "parties": ["agent"]},)}, Code.BAD_PARTIES, "c1@alaw"),
]


@pytest.mark.parametrize(("files", "code", "position"), [each[1:] for each in BAD], ids=[each[0] for each in BAD])
def test_what_is_wrong_is_named(tmp_path, files, code, position):
    with pytest.raises(InputError) as refused:
        read_corpus(write(tmp_path, **files))
    assert (refused.value.code, refused.value.position) == (code, position)
    assert str(refused.value) == f"{position}: {code.value}"


@pytest.mark.parametrize("sound, code", [(b"another", Code.DIGEST_MISMATCH), (None, Code.MISSING_FILE)])
def test_another_recording_is_refused(tmp_path, sound, code):
    corpus = read_corpus(write(tmp_path))
    path = tmp_path / "audio" / "c1.flac"
    path.unlink() if sound is None else path.write_bytes(sound)
    with pytest.raises(InputError) as refused:
        check_digest(corpus.takes[0])
    assert (refused.value.code, refused.value.position) == (code, "c1@alaw")


def test_errors_quote_nothing_of_the_truth(tmp_path):
    with pytest.raises(InputError) as refused:
        read_corpus(write(tmp_path, truths=(turn(start_ms="secret words"),)))
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__
