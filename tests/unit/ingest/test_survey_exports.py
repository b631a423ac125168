"""Answers as survey tools export them, by declarations as short as can be."""

import json
from datetime import date

import pytest

from clairevoix.ingest.survey_declaration import read_declaration
from clairevoix.ingest.surveys import Answer, read_answers
from clairevoix.model.errors import Code, InputError

QUESTIONS = """
[[survey.questions]]
id = "nps"
kind = "nps"
scale = [0, 10]
column = "{nps}"

[[survey.questions]]
id = "csat"
kind = "csat"
column = "{csat}"
labels = {{ "Très satisfait" = 5, "Very satisfied" = 5, "A5" = 5, "A1" = 1 }}

[[survey.questions]]
id = "why"
kind = "text"
column = "{why}"
"""


def read(path, declaration: str, sites=("lille",)):
    path.with_suffix(".toml").write_text(declaration, encoding="utf-8")
    return list(read_answers(path, sites, read_declaration(path, None)))


def told(entry: Answer) -> tuple:
    return (entry.source_id, entry.answered_on, entry.score, [mark for _, mark in entry.ratings], entry.comment)


FORMBRICKS = (
    "No.,Response ID,Timestamp,Finished,Survey ID,Formbricks ID (internal),User ID,Tags,url,"
    '"1. Nous recommanderiez-vous, à vos proches ?",2. Satisfaction,3. Pourquoi ?,boutique\n'
    '1,clx1,2025-06-15 10:00:00,Yes,s1,c1,u1,"vip, lille",https://exemple.fr,9,Très satisfait,Rapide,lille\n'
    "2,clx2,2025-06-15 24:10:00,Yes,s1,c2,u2,,,3,,,\n"
    "3,clx3,2025-06-15 11:00:00,No,s1,c3,u3,,,9,,,\n"
)


def test_formbricks_csv(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(FORMBRICKS, encoding="utf-8")
    questions = QUESTIONS.format(
        nps="Nous recommanderiez-vous, à vos proches ?", csat="2. Satisfaction", why="Pourquoi ?"
    )
    found = read(path, '[survey]\nprofile = "formbricks"\ncolumns = { site = "boutique" }\n' + questions)
    assert told(found[0]) == ("clx1", date(2025, 6, 15), 9, [5], "Rapide")
    assert found[0].site == "lille"
    assert told(found[1]) == ("clx2", date(2025, 6, 15), 3, [], "")
    assert not found[2].finished


def test_formbricks_json(tmp_path):
    path = tmp_path / "responses.json"
    rows = [
        {"id": "clx1", "createdAt": "2025-06-15T22:30:00.000Z", "finished": True, "surveyId": "s1", "tags": [],
         "data": {"q_nps": 9, "q_csat": "Very satisfied", "q_why": "Fast"}, "meta": {"url": "x"}},
        {"id": "clx2", "createdAt": "2025-06-15T22:30:00.000Z", "finished": False, "data": {}},
    ]  # fmt: skip
    path.write_text(json.dumps({"data": rows, "meta": {"total": 2}}))
    declaration = '[survey]\nprofile = "formbricks"\ntime_zone = "Europe/Paris"\n'
    found = read(path, declaration + QUESTIONS.format(nps="q_nps", csat="q_csat", why="q_why"))
    assert told(found[0]) == ("clx1", date(2025, 6, 16), 9, [5], "Fast")
    assert not found[1].finished


#: The headings of a LimeSurvey export: by code; by code and text, in any language.
HEADINGS = [
    ("id", "submitdate", "lastpage", "startlanguage", "Q00", "Q01", "Q02[SQ001]"),
    (
        "id. ID de la réponse",
        "submitdate. Date de soumission",
        "lastpage. Dernière page",
        "startlanguage. Langue de départ",
        "Q00. Nous recommanderiez-vous ?",
        "Q01. Satisfaction, en tout",
        "Q02[SQ001]. Pourquoi ?",
    ),
]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_limesurvey_csv(tmp_path, heading, delimiter):
    rows = [
        heading,
        ("1", "2025-06-15 10:00:00", "3", "fr", "10", "A5", "Très bien;\nvraiment"),
        ("2", "", "1", "fr", "7", "", ""),
        ("3", "2025-06-15 10:00:00", "3", "fr", "N/A", "A1", ""),
        ("4", "1980-01-01 00:00:00", "3", "fr", "5", "A1", ""),
    ]
    path = tmp_path / "results.csv"
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in rows]
    path.write_bytes(("\ufeff" + "\r\n".join(lines) + "\r\n\r\n").encode())
    found = read(path, '[survey]\nprofile = "limesurvey"\n' + QUESTIONS.format(nps="Q00", csat="Q01", why="Q02[SQ001]"))
    assert told(found[0]) == ("1", date(2025, 6, 15), 10, [5], "Très bien;\nvraiment")
    assert not found[1].finished
    assert told(found[2]) == ("3", date(2025, 6, 15), None, [1], "")
    assert found[3] == ("row 4", Code.BAD_DATE)


def test_the_empty_record_of_an_empty_survey_is_nothing(tmp_path):
    path = tmp_path / "results.csv"
    path.write_text('"id","submitdate","Q00","Q01","Q02"\r\n"","","","",""\r\n')
    assert read(path, '[survey]\nprofile = "limesurvey"\n' + QUESTIONS.format(nps="Q00", csat="Q01", why="Q02")) == []


PLAIN = QUESTIONS.format(nps="Note", csat="Sat", why="Texte")
COLUMNS = '[survey]\ncolumns = { response_id = "N°", answered_on = "Le" }\n'


def test_an_encoding_is_declared_or_refused(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes("N°;Le;Note;Sat;Texte\nA;2025-01-02;9;Très satisfait;déçu\n".encode("windows-1252"))
    with pytest.raises(InputError) as error:
        read(path, COLUMNS + PLAIN)
    assert error.value.code is Code.UNREADABLE
    (found,) = read(path, COLUMNS.replace("[survey]\n", '[survey]\nencoding = "windows-1252"\n') + PLAIN)
    assert told(found) == ("A", date(2025, 1, 2), 9, [5], "déçu")


#: A row that cannot be used, and how it is put aside: by its place and its column, never by what it holds.
ROWS = [
    ("A;2025-01-02;11;;", ("row 1, column Note", Code.BAD_SCORE)),
    ("A;2025-01-02;9;Ravi;", ("row 1, column Sat", Code.OFF_SCALE)),
    ("A;2025-01-02;9;5;un; deux", ("row 1", Code.RAGGED_ROW)),  # the cut text would have moved into other columns
    ("A;02/01/2025;9;5;", ("row 1", Code.BAD_DATE)),
    ("A;2999-01-02;9;5;", ("row 1", Code.BAD_DATE)),
    (";2025-01-02;9;5;", ("row 1", Code.MISSING_ID)),
]


@pytest.mark.parametrize(("row", "expected"), ROWS)
def test_a_row_is_put_aside_by_its_column(tmp_path, row, expected):
    path = tmp_path / "export.csv"
    path.write_text(f"N°;Le;Note;Sat;Texte\n{row}\n", encoding="utf-8")
    assert read(path, COLUMNS + PLAIN) == [expected]


#: A heading that lacks or repeats a declared column, and what is refused.
WRONG_HEADINGS = [
    ("N°;Le;Note;Texte", (Code.MISSING_COLUMN, "the file, column Sat")),
    ("N°;Note;Sat;Texte", (Code.MISSING_COLUMN, "the file, column Le")),
    ("N°;Le;Note;Sat;Texte;Note", (Code.AMBIGUOUS_COLUMN, "the file, column Note")),
]


@pytest.mark.parametrize(("heading", "expected"), WRONG_HEADINGS)
def test_a_declared_column_must_be_there_once(tmp_path, heading, expected):
    path = tmp_path / "export.csv"
    path.write_text(heading + "\nA;2025-01-02;9;5;;9\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read(path, COLUMNS + PLAIN)
    assert (error.value.code, error.value.position) == expected


def test_a_column_twice_is_read_by_nobody_even_undeclared(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("response_id,answered_on,score,score\nA,2025-01-02,9,0\n")
    with pytest.raises(InputError) as error:
        list(read_answers(path, ()))
    assert error.value.code is Code.AMBIGUOUS_COLUMN


def test_two_headlines_alike_are_told_apart_by_their_numbers(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("Response ID,Timestamp,Finished,1. Note,2. Note,3. T\nA,2025-01-02,Yes,9,1,\n")
    with pytest.raises(InputError) as error:
        read(path, '[survey]\nprofile = "formbricks"\n' + QUESTIONS.format(nps="Note", csat="2. Note", why="T"))
    assert error.value.code is Code.AMBIGUOUS_COLUMN
    (found,) = read(
        path, '[survey]\nprofile = "formbricks"\n' + QUESTIONS.format(nps="1. Note", csat="2. Note", why="T")
    )
    assert told(found) == ("A", date(2025, 1, 2), 9, [1], "")
