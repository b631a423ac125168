"""Human codings, row by row."""

from datetime import date

import pytest

from builders import a_csv
from clairevoix.ingest.reviews import Coding, read_codings
from clairevoix.model.errors import Code, InputError

ROW = {"contact_id": "C-1", "label": "outage", "present": "1", "coder": "anne", "coded_on": "2025-10-01"}

#: What one cell says instead, and the code; None where the row stands.
ROWS = [
    ({}, None),
    ({"present": "0"}, None),
    ({"present": "oui"}, None),
    ({"present": "NON"}, None),
    ({"present": "True"}, None),
    ({"present": ""}, Code.BAD_VALUE),
    ({"present": "2"}, Code.BAD_VALUE),
    ({"present": "maybe"}, Code.BAD_VALUE),
    ({"contact_id": ""}, Code.MISSING_ID),
    ({"coder": ""}, Code.MISSING_ID),
    ({"label": "weather"}, Code.UNKNOWN_LABEL),
    ({"label": ""}, Code.UNKNOWN_LABEL),
    ({"coded_on": ""}, Code.BAD_DATE),
    ({"coded_on": "2025-10-01T10:00"}, Code.BAD_DATE),
]


@pytest.mark.parametrize(("change", "code"), ROWS)
def test_row_of_codings(tmp_path, change, code):
    path = tmp_path / "codings.csv"
    path.write_text(a_csv([ROW | change]))
    (entry,) = read_codings(path, {"outage"})
    if code is None:
        assert isinstance(entry, Coding)
    else:
        assert entry == ("row 1", code)


@pytest.mark.parametrize("missing", ROW)
def test_every_column_is_needed(tmp_path, missing):
    path = tmp_path / "codings.csv"
    path.write_text(a_csv([{key: value for key, value in ROW.items() if key != missing}]))
    assert list(read_codings(path, {"outage"})) == [("row 1", Code.MISSING_COLUMN)]


def test_a_coding_is_what_the_row_says_and_shows_nobody(tmp_path):
    path = tmp_path / "codings.csv"
    path.write_text(a_csv([ROW]))
    (coding,) = read_codings(path, {"outage"})
    assert (coding.source_id, coding.label, coding.present, coding.coder) == ("C-1", "outage", True, "anne")
    assert coding.coded_on == date(2025, 10, 1)
    assert "anne" not in repr(coding)
    assert "C-1" not in repr(coding)


def test_a_file_that_is_no_table(tmp_path):
    path = tmp_path / "codings.csv"
    path.write_bytes(b"\xff")
    with pytest.raises(InputError, match="unreadable"):
        list(read_codings(path, {"outage"}))
