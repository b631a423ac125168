"""The stable answers of the command line: names, shapes and exit codes that programs rely on."""

import json

import pytest
from click.testing import CliRunner

from builders import a_workspace
from clairevoix.cli import COMMANDS, group


def run(*arguments: str, given: str | None = None, expect: int = 0) -> str:
    result = CliRunner().invoke(group, list(arguments), input=given)
    assert result.exit_code == expect, result.output
    return result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name):
    assert "Usage:" in run(name, "--help")


@pytest.mark.parametrize(
    ("counts", "method", "nps", "low", "high"),
    [
        # Tango 1998, through Rocks' iterative method
        ("9,20,3", "score", 18.75, -2.7, 39.0),
        # n = 1,400 of the sample's year to date
        ("700,469,231", "adjusted-wald", 33.5, 29.5, 37.4),
        # nobody answered
        ("0,0,0", "adjusted-wald", None, None, None),
    ],
)
def test_nps_in_json(counts, method, nps, low, high):
    answer = json.loads(run("nps", "--counts", counts, "--method", method, "--json"))
    assert list(answer) == ["n", "nps", "low", "high", "level", "method"]
    assert answer["n"] == sum(map(int, counts.split(",")))
    assert answer["nps"] == (pytest.approx(nps) if nps is not None else None)
    if low is not None:
        assert (answer["low"], answer["high"]) == (pytest.approx(low, abs=0.1), pytest.approx(high, abs=0.1))
    assert (answer["level"], answer["method"]) == (0.95, method)


@pytest.mark.parametrize("counts", ["1,2", "a,b,c", "1,2,3,4", "-1,2,3", ""])
def test_nps_of_no_counts_is_a_usage_error(counts):
    run("nps", "--counts", counts, expect=2)


def test_redact_text_in_json_gives_offsets_into_the_input():
    given = "Appelez le 06 39 98 12 34, ou camille@exemple.fr."
    answer = json.loads(run("redact", "text", "--json", given=given))
    assert answer["text"] == "Appelez le [TÉLÉPHONE 1], ou [E-MAIL 1]."
    assert [sorted(entity) for entity in answer["entities"]] == [["end", "recognizer", "score", "start", "type"]] * 2
    found = {entity["type"]: given[entity["start"] : entity["end"]] for entity in answer["entities"]}
    assert found == {"PHONE": "06 39 98 12 34", "EMAIL": "camille@exemple.fr"}


EMAIL = """From: Camille Durand <camille.durand@exemple.fr>
Subject: Ma ligne 06 39 98 12 34
Content-Type: text/html; charset=utf-8

<p>Bonjour,<br>rappelez le 06&nbsp;39&nbsp;98&nbsp;12&nbsp;34.</p><p>Cordialement,<br>Camille Durand</p>
"""


def test_an_email_is_read_as_people_read_it():
    kept = run("redact", "text", "--email", given=EMAIL)
    assert (
        kept.split() == "Ma ligne [TÉLÉPHONE 1] Bonjour, rappelez le [TÉLÉPHONE 1]. Cordialement, [SIGNATURE]".split()
    )
    run("redact", "text", "--email", "--json", given=EMAIL, expect=2)


def test_redact_text_in_english_speaks_english():
    assert run("redact", "text", "--language", "en", given="call 06 39 98 12 34 now\n") == "call [PHONE 1] now\n\n"


def test_charter_show_and_check(tmp_path):
    project = a_workspace(tmp_path)
    shown = json.loads(run("charter", "show", "--workspace", str(tmp_path), "--json"))
    assert shown["digest"] == project.charter.digest
    assert [rule["rule_id"] for rule in shown["rules"]] == [f"R{number}" for number in range(1, 26)]
    assert json.loads(run("charter", "check", "--workspace", str(tmp_path), "--json"))["ok"] is True


def test_init_twice_leaves_what_is_there(tmp_path):
    run("init", str(tmp_path))
    (tmp_path / "charter.toml").write_text("[sampling]\nrate = 0.01\n")
    assert json.loads(run("init", str(tmp_path), "--json")) == {"workspace": str(tmp_path)}
    assert (tmp_path / "charter.toml").read_text() == "[sampling]\nrate = 0.01\n"


@pytest.mark.parametrize("scale", ["10", "0..10", "zero-ten"])
def test_a_scale_is_written_like_0_10(tmp_path, scale):
    a_workspace(tmp_path)
    run("ingest", "responses", "nowhere.csv", "--scale", scale, "--workspace", str(tmp_path), expect=2)
