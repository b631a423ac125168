"""``clairevoix plan --share``."""

import json

import pytest
from click.testing import CliRunner, Result

from clairevoix.cli import plan


def run(*arguments: str, language: str = "en_GB") -> Result:
    return CliRunner(env={"LC_ALL": language}).invoke(plan.command, list(arguments))


@pytest.mark.parametrize(
    "language, said, hours",
    [
        ("en_GB", "Contacts to hear: 1,000, of which to code by hand: ", "hours."),
        ("fr_FR", "dont à coder à la main\u202f: ", "heures."),
    ],
)
def test_the_fewest_to_code_are_said(language, said, hours):
    found = run("--share", "12", "--margin", "3", "--heard", "1000", language=language)
    assert found.exit_code == 0
    assert said in found.stdout
    assert found.stdout.endswith(f"{hours}\n")
    assert found.stderr.startswith("Reckoned" if language == "en_GB" else "Calculé")


def test_numbers_in_json():
    answer = json.loads(
        run("--share", "12", "--margin", "3", "--heard", "1000", "--coding-minutes", "3", "--json").stdout
    )
    keys = ["heard", "coded", "margin", "minutes", "share", "sensitivity", "specificity", "contacts", "level"]
    assert list(answer) == keys
    assert answer["heard"] == 1000
    assert answer["margin"] <= 3
    assert answer["minutes"] == 3 * answer["coded"]
    assert (answer["share"], answer["sensitivity"], answer["specificity"]) == (12, 80, 95)
    back = json.loads(run("--share", "12", "--heard", "1000", "--coded", str(answer["coded"]), "--json").stdout)
    assert back["margin"] == answer["margin"]


def test_the_pair_keeps_the_charter_s_bound():
    answer = json.loads(run("--share", "12", "--margin", "4", "--contacts", "5000", "--json").stdout)
    assert answer["coded"] <= answer["heard"] <= 1000
    assert answer["margin"] <= 4


def test_a_margin_out_of_reach_is_said():
    found = run("--share", "12", "--margin", "1", "--contacts", "500")
    assert found.exit_code == 0
    assert found.stdout.startswith("No number of contacts that may be heard gives this margin")
    assert json.loads(run("--share", "12", "--margin", "1", "--contacts", "500", "--json").stdout)["coded"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("--share", "12"),
        ("--share", "12", "--heard", "100"),
        ("--share", "12", "--margin", "3", "--heard", "100", "--coded", "50"),
        ("--share", "12", "--heard", "50", "--coded", "100"),
        ("--share", "12", "--margin", "3", "--heard", "300", "--contacts", "1000"),  # more than a fifth
        ("--share", "12", "--answers", "100"),
        ("--share", "12", "--margin", "3", "--counts", "5,3,2"),
        ("--share", "0", "--margin", "3"),
        ("--margin", "3", "--coded", "100"),
    ],
)
def test_questions_without_one_answer_are_refused(arguments):
    assert run(*arguments).exit_code == 2


def test_points_of_nps_are_planned_as_before():
    assert json.loads(run("--margin", "5", "--json").stdout)["answers"] == 1533
