"""Rows out of files, as people and spreadsheets write them."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from clairevoix.ingest.tables import read_rows, require
from clairevoix.model.errors import InputError

#: The bytes of a CSV file, and its rows.
CSV = [
    ("a,b\n1,2\n", [{"a": "1", "b": "2"}]),
    ("a;b\n1;2\n", [{"a": "1", "b": "2"}]),  # French spreadsheets
    ("a;b\n1,5;2\n", [{"a": "1,5", "b": "2"}]),  # with their decimal comma
    ("\ufeffa,b\n1,2\n", [{"a": "1", "b": "2"}]),  # with their byte order mark
    ("a,b\r\n1,2\r\n", [{"a": "1", "b": "2"}]),
    ("a,b\n 1 , 2 \n", [{"a": "1", "b": "2"}]),
    ("a,b\n1\n", [{"a": "1", "b": ""}]),  # a cell is missing
    ("a,b\n1,2,3\n", [{"a": "1", "b": "2"}]),  # a cell too many
    ('a,b\n"x, ""y""\nz",2\n', [{"a": 'x, "y"\nz', "b": "2"}]),  # commas, quotes and lines inside a cell
    ("a,b\n", []),
    ("a\né\n", [{"a": "é"}]),
]


@pytest.mark.parametrize(("text", "rows"), CSV)
def test_csv(tmp_path, text, rows):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode())
    assert list(read_rows(path)) == rows


#: The bytes of a JSON file, and its rows.
JSON = [
    ('[{"a": 1, "b": null}]', [{"a": "1", "b": ""}]),
    ('{"a": "x"}', [{"a": "x"}]),
    ('[{"a": ["x", "y"]}]', [{"a": "x|y"}]),
    ("[]", []),
]


@pytest.mark.parametrize(("text", "rows"), JSON)
def test_json(tmp_path, text, rows):
    path = tmp_path / "table.json"
    path.write_text(text)
    assert list(read_rows(path)) == rows


def test_parquet(tmp_path):
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"a": [1, None], "b": ["x ", "y"]}), path)
    assert list(read_rows(path)) == [{"a": "1", "b": "x"}, {"a": "", "b": "y"}]


#: A name and bytes that are not what the name says.
BROKEN = [
    ("table.csv", b""),
    ("table.csv", b" \n"),
    ("table.csv", b"a,b\n\xff,2\n"),
    ("table.csv", b'a,b\n"1,2\n'),
    ("table.json", b""),
    ("table.json", b"{"),
    ("table.json", b"3"),
    ("table.json", b"[3]"),
    ("table.json", b"[" * 100_000),  # deeper than Python reads
    ("table.parquet", b""),
    ("table.parquet", b"PAR1"),
    ("table.xlsx", b"PK"),
    ("table", b"a,b\n1,2\n"),
]


@pytest.mark.parametrize(("name", "content"), BROKEN)
def test_unreadable(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match="unreadable"):
        list(read_rows(path))


def test_a_missing_file_is_unreadable(tmp_path):
    with pytest.raises(InputError, match="unreadable"):
        read_rows(tmp_path / "none.csv")


def test_required_columns():
    require({"a": ""}, ["a"])
    with pytest.raises(InputError, match="missing_column"):
        require({"a": ""}, ["a", "b"])
