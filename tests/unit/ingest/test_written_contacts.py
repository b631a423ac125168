"""Contacts in writing as files: what is read, and what is put aside."""

import json

import pytest

from clairevoix.ingest.written import Message, is_written, language_of, read_written
from clairevoix.model.contact import Party
from clairevoix.model.errors import Code, InputError

ASKED = {"party": "customer", "text": "je suis en panne", "at": "2025-09-30T10:00:00+02:00"}
ANSWERED = {"party": "agent", "text": "depuis quand ?", "at": "2025-09-30T10:01:30+02:00"}


def a_chat(tmp_path, *rows):
    path = tmp_path / "chat.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_messages_are_in_the_order_of_their_times(tmp_path):
    assert read_written(a_chat(tmp_path, ANSWERED, ASKED)).messages == (
        Message(party=Party.CUSTOMER, text="je suis en panne", at_ms=0),
        Message(party=Party.AGENT, text="depuis quand ?", at_ms=90_000),
    )


def test_without_times_the_order_is_that_of_the_lines(tmp_path):
    rows = [{**row, "at": None} for row in (ANSWERED, ASKED)]
    assert [each.party for each in read_written(a_chat(tmp_path, *rows)).messages] == [Party.AGENT, Party.CUSTOMER]


def test_a_letter_is_its_bytes(tmp_path):
    path = tmp_path / "a.EML"
    path.write_bytes(b"Subject: x\n\ny")
    assert read_written(path).letter == b"Subject: x\n\ny"


WRONG = [
    ("empty", b"", Code.EMPTY_FILE),
    ("blank", b"\n \n", Code.EMPTY_FILE),
    ("cut", b'{"party": "agent", "te', Code.UNREADABLE),
    ("not UTF-8", b'{"party": "agent", "text": "\xe9t\xe9"}', Code.UNREADABLE),
    ("nested without end", b"[" * 100_000, Code.UNREADABLE),
    ("a list", b"[1, 2]", Code.BAD_VALUE),
    ("no text", b'{"party": "agent"}', Code.BAD_VALUE),
    ("a voice", b'{"party": "robot", "text": "x"}', Code.BAD_PARTIES),
    ("a party that is a list", b'{"party": ["agent"], "text": "x"}', Code.BAD_PARTIES),
    ("no zone", b'{"party": "agent", "text": "x", "at": "2025-09-30T10:00:00"}', Code.BAD_DATE),
    ("one time only", b'{"party": "agent", "text": "x", "at": "2025-09-30T10:00Z"}\n{"party": "agent", "text": "y"}', Code.BAD_DATE),
    ("nothing said", b'{"party": "agent", "text": " "}', Code.NO_WORDS),
    ("too long", b'{"party": "agent", "text": "' + b"x" * 16_000_001 + b'"}', Code.TOO_LARGE),
    ("too many", b'{"party": "agent", "text": "x"}\n' * 20_001, Code.TOO_LARGE),
]  # fmt: skip


@pytest.mark.parametrize(("_name", "content", "code"), WRONG, ids=[name for name, *_ in WRONG])
def test_what_is_no_chat_is_put_aside(tmp_path, _name, content, code):
    path = tmp_path / "chat.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        read_written(path)
    assert error.value.code is code


def test_a_file_that_went_is_gone(tmp_path):
    with pytest.raises(InputError) as error:
        read_written(tmp_path / "gone.jsonl")
    assert error.value.code is Code.SOURCE_GONE


@pytest.mark.parametrize(
    ("text", "lang"), [("je ne suis pas content", "fr"), ("i am not happy with it", "en"), ("ok", "fr")]
)
def test_the_language_of_a_chat(tmp_path, text, lang):
    assert language_of(read_written(a_chat(tmp_path, {"party": "customer", "text": text}))) == lang


def test_what_is_written_by_its_name(tmp_path):
    assert [is_written(tmp_path / name) for name in ("a.eml", "a.JSONL", "a.txt", "a.wav")] == [True, True, True, False]
