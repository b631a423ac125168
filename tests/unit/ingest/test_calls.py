"""Lists of calls, row by row."""

import json
from datetime import UTC, datetime

import pytest

from builders import a_csv
from clairevoix.ingest.calls import Listed, list_calls, read_details
from clairevoix.model.contact import Party
from clairevoix.model.errors import Code, InputError

ROW = {
    "contact_id": "C-1",
    "file": "one.wav",
    "started_at": "2025-10-01T09:30:00+02:00",
    "parties": "agent|customer",
    "site": "lille",
    "language": "fr",
}


def listed(folder, *rows: dict[str, str], name: str = "contacts.csv") -> list[Listed | tuple[str, Code]]:
    (folder / "one.wav").write_bytes(b"not opened here")
    text = a_csv(rows) if name.endswith(".csv") else json.dumps(rows)
    (folder / name).write_text(text, encoding="utf-8")
    return list(list_calls(folder))


#: What one cell says instead, and the code; None where the row stands.
ROWS = [
    ({}, None),
    ({"site": ""}, None),  # no site
    ({"language": ""}, None),  # French
    ({"language": "en"}, None),
    ({"language": "auto"}, None),  # heard
    ({"parties": ""}, None),
    ({"parties": "customer"}, None),
    ({"parties": " agent | customer "}, None),
    ({"started_at": ""}, Code.BAD_DATE),  # a file's own date proves nothing
    ({"started_at": "2099-01-01T09:30:00Z"}, Code.BAD_DATE),  # not yet
    ({"started_at": "2025-10-01T09:30:00Z"}, None),
    ({"file": "two.wav"}, Code.MISSING_FILE),
    ({"file": ""}, Code.MISSING_FILE),
    ({"file": "../one.wav"}, Code.OUTSIDE_FOLDER),
    ({"file": "/etc/hostname"}, Code.OUTSIDE_FOLDER),
    ({"file": "."}, Code.MISSING_FILE),
    ({"started_at": "yesterday"}, Code.BAD_DATE),
    ({"started_at": "2025-10-01T09:30:00"}, Code.BAD_DATE),  # without its time zone
    ({"started_at": "2025-13-01T09:30:00Z"}, Code.BAD_DATE),
    ({"parties": "agent|boss"}, Code.BAD_PARTIES),
    ({"parties": "customer|customer"}, Code.BAD_PARTIES),  # one of them is somebody else, and would be played
    ({"parties": "agent,customer"}, Code.BAD_PARTIES),
    ({"site": "paris"}, Code.UNKNOWN_SITE),
    ({"site": "Lille"}, Code.UNKNOWN_SITE),  # identifiers are exact
    ({"language": "de"}, Code.BAD_LANGUAGE),
    ({"language": "FR"}, Code.BAD_LANGUAGE),
]


@pytest.mark.parametrize(("change", "code"), ROWS)
def test_row_of_a_list(tmp_path, change, code):
    (entry,) = [each for each in listed(tmp_path, ROW | change) if isinstance(each, Listed)]
    if code is None:
        read_details(entry, {"lille"})
        return
    with pytest.raises(InputError) as error:
        read_details(entry, {"lille"})
    assert error.value.code is code


def test_details_are_what_the_row_says(tmp_path):
    (entry,) = listed(tmp_path, ROW)
    details = read_details(entry, {"lille"})
    assert details.started_at == datetime(2025, 10, 1, 7, 30, tzinfo=UTC)
    assert details.started_at.hour == 9  # the place's own clock is kept
    assert (details.parties, details.site, details.language) == ((Party.AGENT, Party.CUSTOMER), "lille", "fr")
    assert details.path == (tmp_path / "one.wav").resolve()


@pytest.mark.parametrize("missing", ["parties", "site", "language"])
def test_a_column_may_be_missing(tmp_path, missing):
    row = {key: value for key, value in ROW.items() if key != missing}
    (entry,) = listed(tmp_path, row)
    read_details(entry, {"lille"})


def test_a_missing_date_is_the_one_that_is_given(tmp_path):
    undated = datetime(2025, 10, 2, tzinfo=UTC)
    (entry,) = listed(tmp_path, ROW | {"started_at": ""})
    assert read_details(entry, {"lille"}, undated).started_at == undated
    (entry,) = listed(tmp_path, ROW)
    assert read_details(entry, {"lille"}, undated).started_at == datetime(2025, 10, 1, 7, 30, tzinfo=UTC)


def test_rows_that_are_no_contact_are_told_by_position(tmp_path):
    (tmp_path / "stray.flac").write_bytes(b"")
    found = listed(tmp_path, ROW, ROW | {"contact_id": ""}, ROW | {"contact_id": "C-3"})
    assert [each.position if isinstance(each, Listed) else each for each in found] == [
        "row 1",
        ("row 2", Code.MISSING_ID),
        "row 3",
        ("file 2", Code.NOT_LISTED),  # the second in the order of names
    ]


def test_nothing_of_a_row_is_shown(tmp_path):
    (entry,) = listed(tmp_path, ROW)
    shown = repr(entry) + repr(read_details(entry, {"lille"}))
    assert not [value for value in ("C-1", "one.wav", str(tmp_path)) if value in shown]


def test_a_json_list_says_the_same(tmp_path):
    (entry,) = listed(tmp_path, {**ROW, "parties": ["agent", "customer"]}, name="contacts.json")
    assert read_details(entry, {"lille"}).parties == (Party.AGENT, Party.CUSTOMER)


#: The bytes of a list, and its code.
BROKEN = [b"", b"   \n", b"\xff\xfe\x00", b'contact_id,file\n"C-1,one.wav\n']


@pytest.mark.parametrize("content", BROKEN)
def test_a_list_that_cannot_be_read(tmp_path, content):
    (tmp_path / "contacts.csv").write_bytes(content)
    assert list(list_calls(tmp_path)) == [("the list", Code.UNREADABLE)]


def test_a_folder_without_a_list_lists_its_files(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("b.WAV", "a.flac", "deep/c.mp3", "notes.txt"):
        (tmp_path / name).write_bytes(b"")
    assert [each.source_id for each in list_calls(tmp_path)] == ["a.flac", "b.WAV", "deep/c.mp3"]


def test_a_file_may_have_its_own_sidecar(tmp_path):
    (tmp_path / "one.wav").write_bytes(b"")
    (tmp_path / "one.json").write_text(json.dumps({**ROW, "contact_id": "C-9", "file": "elsewhere.wav"}))
    (entry,) = list_calls(tmp_path / "one.wav")
    assert entry.source_id == "C-9"
    assert read_details(entry, {"lille"}).path.name == "one.wav"  # a sidecar speaks of the file beside it


def test_a_sidecar_without_an_identifier_is_no_contact(tmp_path):
    (tmp_path / "one.wav").write_bytes(b"")
    (tmp_path / "one.json").write_text(json.dumps({"contact_id": ""}))
    assert list(list_calls(tmp_path / "one.wav")) == [("file 1", Code.MISSING_ID)]


def test_a_broken_sidecar_puts_its_file_aside(tmp_path):
    (tmp_path / "one.wav").write_bytes(b"")
    (tmp_path / "one.json").write_text("{")
    assert list(list_calls(tmp_path / "one.wav")) == [("file 1", Code.UNREADABLE)]


def test_what_is_not_there_is_missing(tmp_path):
    assert list(list_calls(tmp_path / "none.wav")) == [("file 1", Code.MISSING_FILE)]


def test_a_link_out_of_the_folder_is_outside(tmp_path):
    (tmp_path / "secret.wav").write_bytes(b"")
    folder = tmp_path / "calls"
    folder.mkdir()
    (folder / "one.wav").symlink_to(tmp_path / "secret.wav")
    (folder / "contacts.csv").write_text(a_csv([ROW]))
    (entry,) = [each for each in list_calls(folder) if isinstance(each, Listed)]
    with pytest.raises(InputError, match="outside_folder"):
        read_details(entry, {"lille"})
