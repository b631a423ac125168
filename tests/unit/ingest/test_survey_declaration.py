"""What a declaration may say, and the place that a wrong one is refused at."""

import re
from pathlib import Path

import pytest

from clairevoix.ingest.survey_declaration import read_declaration
from clairevoix.model.errors import Code, InputError
from clairevoix.model.survey import QuestionKind


def question(**changes: object) -> str:
    values = {"id": "q1", "kind": "csat", "column": "Q1", **changes}
    lines = [f"{key} = {_toml(value)}" for key, value in values.items() if value is not None]
    return "\n".join(["[[survey.questions]]", *lines]) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {_toml(each)}' for key, each in value.items()) + " }"
    return f'"{value}"' if isinstance(value, str) else str(value)


def declared(tmp_path, text, scale=None):
    path = tmp_path / "answers.csv"
    path.with_suffix(".toml").write_text(text, encoding="utf-8")
    return read_declaration(path, scale)


#: The kind of a question, the scale that is declared for it, and the scale it has, or why it is refused.
SCALES = [
    ("nps", [0, 10], (0, 10)),
    ("nps", None, Code.NO_SCALE),
    ("nps", [1, 10], Code.BAD_SCALE),
    ("nps", [1, 5], Code.BAD_SCALE),
    ("csat", None, (1, 5)),
    ("csat", [0, 10], (0, 10)),
    ("csat", [1, 4], (1, 4)),
    ("csat", [5, 1], Code.WRONG_SCALE),
    ("csat", [0, 100], Code.WRONG_SCALE),
    ("csat", [3, 3], Code.WRONG_SCALE),
    ("ces1", None, (1, 5)),
    ("ces1", [1, 7], Code.WRONG_SCALE),
    ("ces2", None, (1, 7)),
    ("ces2", [1, 5], Code.WRONG_SCALE),
    ("fcr", None, (0, 1)),
    ("fcr", [1, 2], Code.WRONG_SCALE),
]


@pytest.mark.parametrize(("kind", "scale", "expected"), SCALES)
def test_every_kind_of_question_has_its_scale(tmp_path, kind, scale, expected):
    text = question(kind=kind, scale=scale)
    if isinstance(expected, Code):
        with pytest.raises(InputError) as error:
            declared(tmp_path, text)
        assert (error.value.code, error.value.position) == (expected, "the declaration, survey.questions.1.scale")
        return
    (asked,) = declared(tmp_path, text).asked
    assert (asked.question.kind, asked.question.scale_min, asked.question.scale_max) == (QuestionKind(kind), *expected)


def test_a_scale_on_the_command_line_is_that_of_the_nps_alone(tmp_path):
    text = question(kind="nps") + question(id="q2", kind="csat", column="Q2")
    scales = [(each.question.scale_min, each.question.scale_max) for each in declared(tmp_path, text, (0, 10)).asked]
    assert scales == [(0, 10), (1, 5)]


#: A declaration that is refused, and the place that is named.
WRONG = [
    ("[survey]\nprofil = 'limesurvey'\n", "survey.profil"),
    ("[survey]\nprofile = 'surveymonkey'\n", "survey.profile"),
    ("[[questions]]\nid = 'q1'\n", "questions"),  # not below survey
    ("[survey]\nid = ''\n", "survey.id"),
    ("[survey]\nid = 3\n", "survey.id"),
    ("[survey]\ntime_zone = 'Mars/Olympus'\n", "survey.time_zone"),
    ("[survey]\ntime_zone = '../../etc/passwd'\n", "survey.time_zone"),
    ("[survey]\ndates = ['%d/%m']\n", "survey.dates"),
    ("[survey]\ndates = '%d/%m/%Y'\n", "survey.dates"),
    ("[survey]\nencoding = 'cp037'\n", "survey.encoding"),
    ("[survey]\ndelimiter = 'x'\n", "survey.delimiter"),
    ("[survey.columns]\nage = 'Age'\n", "survey.columns"),
    ("[survey.columns]\nsite = 3\n", "survey.columns"),
    ("[survey.channels]\nTelephone = 'telephone'\n", "survey.channels"),
    ("[survey.invitations]\nfile = 'i.csv'\n", "survey.invitations.columns"),
    ("[survey.invitations]\ncolumns = { invitation_id = 'tid', name = 'lastname' }\n", "survey.invitations.columns"),
    (question(kind="nsp"), "survey.questions.1.kind"),
    (question(id="Q 1"), "survey.questions.1.id"),
    (question(column=None), "survey.questions.1.column"),
    (question(scale=["1", "5"]), "survey.questions.1.scale"),
    (question(kind="text", scale=[0, 10]), "survey.questions.1.scale"),
    (question(labels={"bien": 6}), "survey.questions.1.labels"),  # not on the scale
    (question(labels={"Bien": 4, "bien ": 5}), "survey.questions.1.labels"),  # one word, two values
    (question(labels={"Bien": "4"}), "survey.questions.1.labels"),
    (question(label={"Bien": 4}), "survey.questions.1.label"),
    (question() + question(column="Q2"), "survey.questions"),  # twice the same identifier
    (question(kind="text"), "survey.questions"),  # a text hangs on a mark
]


@pytest.mark.parametrize(("text", "place"), WRONG)
def test_a_wrong_declaration_is_refused_at_its_place(tmp_path, text, place):
    with pytest.raises(InputError) as error:
        declared(tmp_path, text, (0, 10))
    assert (error.value.code, error.value.position) == (Code.BAD_DECLARATION, f"the declaration, {place}")


def test_what_is_not_said_is_as_it_was(tmp_path):
    found = declared(tmp_path, "[survey]\nid = 'x'\nscale_min = 0\nscale_max = 10\n")
    assert [(each.question.question_id, each.column) for each in found.asked] == [
        ("nps", "score"),
        ("comment", "comment"),
    ]
    assert not found.strict
    assert (found.written.encoding, found.calendar.zone, found.invited) == ("utf-8", None, None)


HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "use-your-own-answers.md"
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", HOW_TO.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_page_are_declarations(tmp_path, example):
    found = declared(tmp_path, example, None if "questions" in example else (0, 10))
    assert found.strict or found.invited
