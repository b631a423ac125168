"""Survey answers and their scale, row by row."""

from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from builders import a_csv
from clairevoix.ingest.surveys import Answer, read_answers, read_survey
from clairevoix.model.errors import Code, InputError

ROW = {
    "response_id": "R-1",
    "answered_on": "2025-10-01",
    "score": "9",
    "site": "lille",
    "channel": "phone",
    "comment": "ok",
}

#: What one cell says instead, and the code; None where the row stands.
ROWS = [
    ({}, None),
    ({"score": "0"}, None),
    ({"score": "10"}, None),
    ({"score": "9.0"}, None),  # spreadsheets write so
    ({"score": " 7 "}, None),
    ({"site": "", "channel": "", "comment": ""}, None),
    ({"channel": "e-mail"}, None),
    ({"answered_on": "2025-10-01T09:30:00+02:00"}, None),
    ({"response_id": ""}, Code.MISSING_ID),
    ({"response_id": "  "}, Code.MISSING_ID),
    ({"score": "11"}, Code.BAD_SCORE),
    ({"score": "-1"}, Code.BAD_SCORE),
    ({"score": "8.5"}, Code.BAD_SCORE),
    ({"score": ""}, Code.BAD_SCORE),
    ({"score": "nine"}, Code.BAD_SCORE),
    ({"score": "nan"}, Code.BAD_SCORE),
    ({"score": "inf"}, Code.BAD_SCORE),
    ({"score": "True"}, Code.BAD_SCORE),
    ({"score": "1_0"}, Code.BAD_SCORE),  # a number to Python, to nobody else
    ({"answered_on": ""}, Code.BAD_DATE),
    ({"answered_on": "01/10/2025"}, Code.BAD_DATE),
    ({"answered_on": "2025-02-30"}, Code.BAD_DATE),
    ({"answered_on": "0025-10-01"}, Code.BAD_DATE),  # a year mistyped would sort after every other
    ({"comment": "x" * 10_001}, Code.BAD_VALUE),
    ({"site": "paris"}, Code.UNKNOWN_SITE),
    ({"channel": "pigeon"}, Code.BAD_VALUE),  # no free text slips into a column
    ({"channel": "Phone"}, Code.BAD_VALUE),
]


def answers(path, rows, sites=("lille",)) -> list[Answer | tuple[str, Code]]:
    path.write_text(a_csv(rows), encoding="utf-8")
    return list(read_answers(path, sites))


@pytest.mark.parametrize(("change", "code"), ROWS)
def test_row_of_answers(tmp_path, change, code):
    (entry,) = answers(tmp_path / "answers.csv", [ROW | change])
    if code is None:
        assert isinstance(entry, Answer)
    else:
        assert entry == ("row 1", code)


def test_an_answer_is_what_the_row_says(tmp_path):
    (entry,) = answers(tmp_path / "answers.csv", [ROW])
    assert (entry.source_id, entry.answered_on, entry.score) == ("R-1", date(2025, 10, 1), 9)
    assert (entry.site, entry.channel, entry.comment) == ("lille", "phone", "ok")


@pytest.mark.parametrize("missing", ["response_id", "answered_on", "score"])
def test_a_needed_column_is_missing(tmp_path, missing):
    row = {key: value for key, value in ROW.items() if key != missing}
    assert answers(tmp_path / "answers.csv", [row]) == [("row 1", Code.MISSING_COLUMN)]


@pytest.mark.parametrize("missing", ["site", "channel", "comment"])
def test_another_column_may_be_missing(tmp_path, missing):
    row = {key: value for key, value in ROW.items() if key != missing}
    assert isinstance(answers(tmp_path / "answers.csv", [row])[0], Answer)


def test_one_bad_row_does_not_stop_the_others(tmp_path):
    found = answers(tmp_path / "answers.csv", [ROW, ROW | {"score": "x"}, ROW | {"response_id": "R-3"}])
    assert [isinstance(each, Answer) for each in found] == [True, False, True]
    assert found[1] == ("row 2", Code.BAD_SCORE)


def test_nothing_of_an_answer_is_shown(tmp_path):
    (entry,) = answers(tmp_path / "answers.csv", [ROW | {"comment": "Montgolfiere"}])
    assert "Montgolfiere" not in repr(entry)
    assert "R-1" not in repr(entry)


def test_parquet_says_the_same(tmp_path):
    rows = [
        {"response_id": "R-1", "answered_on": date(2025, 10, 1), "score": 9, "site": None},
        {"response_id": "R-2", "answered_on": date(2025, 10, 2), "score": None, "site": "lille"},
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "answers.parquet")
    first, second = read_answers(tmp_path / "answers.parquet", {"lille"})
    assert (first.score, first.answered_on, first.site) == (9, date(2025, 10, 1), None)
    assert second == ("row 2", Code.BAD_SCORE)


def test_parquet_with_instants(tmp_path):
    rows = [{"response_id": "R-1", "answered_on": datetime(2025, 10, 1, 9), "score": 9.0}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "answers.parquet")
    (entry,) = read_answers(tmp_path / "answers.parquet", ())
    assert (entry.answered_on, entry.score) == (date(2025, 10, 1), 9)


#: What the declaration beside the answers says, what the command line says, and the code; None where it stands.
SCALES = [
    ("[survey]\nscale_min = 0\nscale_max = 10\n", None, None),
    (None, (0, 10), None),
    ("[survey]\nid = 'x'\n", (0, 10), None),
    ("[survey]\nscale_min = 1\nscale_max = 10\n", (0, 10), None),  # the command line has the last word
    (None, None, Code.NO_SCALE),
    ("", None, Code.NO_SCALE),
    ("[survey]\nscale_max = 10\n", None, Code.NO_SCALE),
    ("survey = 'nps'\n", None, Code.NO_SCALE),
    ("[survey]\nscale_min = 1\nscale_max = 10\n", None, Code.BAD_SCALE),  # not the score's scale
    ("[survey]\nscale_min = 1\nscale_max = 5\n", None, Code.BAD_SCALE),
    (None, (1, 7), Code.BAD_SCALE),
    (None, (10, 0), Code.BAD_SCALE),
    ("[survey]\nscale_min = '0'\nscale_max = '10'\n", None, Code.BAD_SCALE),
    ("[survey\n", None, Code.UNREADABLE),
    ("[survey]\nlanguage = 'en'\n", (0, 10), None),
    ("[survey]\nlanguage = 'de'\n", (0, 10), Code.BAD_LANGUAGE),
]


@pytest.mark.parametrize(("declaration", "scale", "code"), SCALES)
def test_scale_is_declared(tmp_path, declaration, scale, code):
    path = tmp_path / "answers.csv"
    if declaration is not None:
        path.with_suffix(".toml").write_text(declaration)
    if code is None:
        survey = read_survey(path, scale)
        assert (survey.scale_min, survey.scale_max) == (0, 10)
        return
    with pytest.raises(InputError) as error:
        read_survey(path, scale)
    assert error.value.code is code


def test_survey_is_named_by_its_declaration(tmp_path):
    path = tmp_path / "answers.csv"
    assert read_survey(path, (0, 10)).survey_id == "nps"
    path.with_suffix(".toml").write_text('[survey]\nid = "after-call"\nquestion = "Et alors ?"\nlanguage = "en"\n')
    survey = read_survey(path, (0, 10))
    assert (survey.survey_id, survey.question, survey.language) == ("after-call", "Et alors ?", "en")
