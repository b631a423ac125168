"""XLSX: what a spreadsheet means by its cells, and files made to do harm."""

import io
import time
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from clairevoix.ingest import survey_workbooks, tables
from clairevoix.ingest.surveys import read_answers
from clairevoix.ingest.tables import Written, read_sheet
from clairevoix.model.errors import Code, InputError

HEADING = ["response_id", "answered_on", "score", "site"]


def workbook(path, *rows, change=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    book.save(path)
    return path


def test_cells_are_what_they_stand_for(tmp_path):
    rows = [
        HEADING,
        ["R-1", datetime(2025, 10, 1, 9, 30), 9, "lille"],
        [1234567890123, date(2025, 10, 2), 9.0, None],  # a number as identifier
        ["R-3", "2025-10-03", " 10 ", ""],  # a number as text
        [None, None, None, None],
        ["R-4", datetime(2025, 10, 4), True, None],
    ]
    found = list(read_answers(workbook(tmp_path / "answers.xlsx", *rows), {"lille"}))
    assert [(each.source_id, each.answered_on, each.score, each.site) for each in found[:3]] == [
        ("R-1", date(2025, 10, 1), 9, "lille"),
        ("1234567890123", date(2025, 10, 2), 9, None),
        ("R-3", date(2025, 10, 3), 10, None),
    ]
    assert found[3] == ("row 4", Code.BAD_SCORE)


def test_a_formula_that_was_never_computed_is_an_empty_cell(tmp_path):
    path = workbook(tmp_path / "answers.xlsx", HEADING, ["R-1", "2025-10-01", "=4+5", None])
    assert list(read_answers(path, ())) == [("row 1", Code.BAD_SCORE)]


def test_a_merged_cell_is_its_first_one(tmp_path):
    rows = [HEADING, ["R-1", "2025-10-01", 9, None], ["R-2", "2025-10-01", 8, None]]
    path = workbook(tmp_path / "a.xlsx", *rows, change=lambda book: book.active.merge_cells("C2:C3"))
    first, second = read_answers(path, ())
    assert (first.score, second) == (9, ("row 2", Code.BAD_SCORE))  # never the mark of the row above


def test_hidden_sheets_are_not_read_unless_named(tmp_path):
    def hide(book):
        other = book.create_sheet("Brouillon")
        other.append(HEADING)
        other.append(["X-1", "2025-10-01", 0, None])
        other.sheet_state = "hidden"

    path = workbook(tmp_path / "a.xlsx", HEADING, ["R-1", "2025-10-01", 9, None], change=hide)
    assert [each.source_id for each in read_answers(path, ())] == ["R-1"]
    assert read_sheet(path, Written(sheet="Brouillon")).rows[0][0] == "X-1"


def test_of_several_sheets_one_is_named(tmp_path):
    path = workbook(tmp_path / "a.xlsx", HEADING, change=lambda book: book.create_sheet("Deux"))
    for sheet, code in (("", Code.SEVERAL_SHEETS), ("Trois", Code.BAD_DECLARATION)):
        with pytest.raises(InputError) as error:
            read_sheet(path, Written(sheet=sheet))
        assert error.value.code is code
    assert read_sheet(path, Written(sheet="Sheet")).heading == tuple(HEADING)


def rezipped(path, changes):
    """The same workbook with some of its parts replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | changes).items():
            archive.writestr(name, content)
    path.write_bytes(stream.getvalue())
    return path


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + ']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row></sheetData></worksheet>'
).encode()
FAR = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    b'<c r="A1" t="inlineStr"><is><t>response_id</t></is></c></row><row r="99999999999"><c r="XFD99999999999"><v>1</v>'
    b"</c></row></sheetData></worksheet>"
)

#: What a hostile workbook holds instead, and how it is refused.
HOSTILE = [
    ({"xl/media/zeros.bin": b"\0" * (survey_workbooks.MAX_UNPACKED // 8 + 1)}, Code.TOO_LARGE),
    ({f"xl/media/{n}.bin": b"" for n in range(survey_workbooks.MAX_PARTS + 1)}, Code.TOO_LARGE),
    ({SHEET: LAUGHS}, Code.UNREADABLE),
    ({SHEET: b"<worksheet"}, Code.UNREADABLE),
    ({SHEET: b"\xff\xfe\x00"}, Code.UNREADABLE),
    ({"xl/workbook.xml": b"<nothing/>"}, Code.UNREADABLE),
    ({"[Content_Types].xml": b""}, Code.UNREADABLE),
]


@pytest.mark.parametrize(("changes", "code"), HOSTILE)
def test_a_hostile_workbook_is_refused_at_once(tmp_path, monkeypatch, changes, code):
    monkeypatch.setattr(survey_workbooks, "MAX_UNPACKED", survey_workbooks.MAX_UNPACKED // 8)
    path = rezipped(workbook(tmp_path / "a.xlsx", HEADING), changes)
    began = time.monotonic()
    with pytest.raises(InputError) as error:
        read_sheet(path, Written())
    assert error.value.code is code
    assert time.monotonic() - began < 10


def test_a_row_beyond_the_last_is_not_waited_for(tmp_path):
    path = rezipped(workbook(tmp_path / "a.xlsx", HEADING), {SHEET: FAR})
    assert read_sheet(path, Written()).rows == ()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100, b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        read_sheet(path, Written())
    assert error.value.code is Code.UNREADABLE


def test_a_table_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n2\n3\n")
    with pytest.raises(InputError) as error:
        read_sheet(path, Written())
    assert error.value.code is Code.TOO_LARGE
    monkeypatch.setattr(tables, "MAX_BYTES", 3)
    with pytest.raises(InputError) as error:
        read_sheet(path, Written())
    assert error.value.code is Code.TOO_LARGE
