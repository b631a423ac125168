"""``clairevoix nps`` and ``clairevoix plan``."""

import json

import pytest
from click.testing import CliRunner, Result

from clairevoix.cli import nps, plan
from clairevoix.measure.nps import METHODS, answers_for_difference, answers_for_margin, half_width


def run(command: object, *arguments: str, language: str = "en_GB") -> Result:
    return CliRunner(env={"LC_ALL": language}).invoke(command, list(arguments))


@pytest.mark.parametrize("method", METHODS)
def test_every_method_answers_in_json(method):
    answer = json.loads(run(nps.command, "--counts", "50,33,17", "--method", method, "--json").output)
    assert list(answer) == ["n", "nps", "low", "high", "level", "method"]
    assert (answer["n"], answer["nps"], answer["method"]) == (100, 33.0, method)
    assert answer["low"] < 33 < answer["high"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("counts", ["0,0,0", "3,0,0", "0,1,0", "1000000,0,1"])
def test_every_method_bears_extreme_counts(method, counts):
    answer = json.loads(run(nps.command, "--counts", counts, "--method", method, "--json").output)
    if answer["n"]:
        assert -100 <= answer["low"] <= answer["nps"] <= answer["high"] <= 100
    else:
        assert answer["nps"] is answer["low"] is answer["high"] is None


def test_three_answers_are_answered_with_their_limits_in_words():
    found = run(nps.command, "--counts", "2,0,1")
    assert found.stdout == "33.3  [−51.3 ; 84.7]  n = 3\n"
    assert "Fewer than ten answers" in found.stderr


def test_nobody_is_no_score():
    found = run(nps.command, "--counts", "0,0,0")
    assert (found.exit_code, found.stdout) == (0, "Nobody answered: no score.\n")


#: What is asked, and what is answered.
PLANS = [
    (("--margin", "5"), {"margin": 5.0, "answers": answers_for_margin(5), "groups": 1}),
    (("--margin", "5", "--counts", "50,33,17"), {"answers": answers_for_margin(5, shares=(0.5, 0.33, 0.17))}),
    (("--margin", "5", "--level", "0.9"), {"answers": answers_for_margin(5, level=0.9), "level": 0.9}),
    (("--margin", "5", "--design-effect", "1.5"), {"answers": answers_for_margin(5, design_effect=1.5)}),
    (("--difference", "5"), {"difference": 5.0, "answers": answers_for_difference(5), "groups": 2, "power": 0.8}),
    (("--difference", "5", "--power", "0.9"), {"answers": answers_for_difference(5, power=0.9)}),
    (("--answers", "500"), {"answers": 500, "margin": half_width(500)}),
    (("--answers", "500", "--design-effect", "2"), {"margin": half_width(250)}),
    (("--answers", "500", "--response-rate", "0.15"), {"invitations": 3334}),
]


@pytest.mark.parametrize(("arguments", "wanted"), PLANS)
def test_plans_in_json(arguments, wanted):
    answer = json.loads(run(plan.command, *arguments, "--json").output)
    assert {name: answer[name] for name in wanted} == wanted
    assert len(answer["shares"]) == 3


#: What is asked, and what is said.
SAID = [
    (("--margin", "5"), "±5.0 points: 1,533"),
    (("--difference", "5", "--response-rate", "0.5"), "12,550"),
    (("--answers", "1000", "--response-rate", "0.5"), "±6.2 points"),
]


@pytest.mark.parametrize(("arguments", "said"), SAID)
def test_plans_in_words(arguments, said):
    found = run(plan.command, *arguments)
    assert found.exit_code == 0
    assert said in found.stdout
    assert "worst case" in found.stderr
    assert run(plan.command, *arguments, "--counts", "5,3,2").stderr == ""


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--margin", "5", "--difference", "5"),
        ("--margin", "0"),
        ("--margin", "-3"),
        ("--answers", "0"),
        ("--margin", "5", "--counts", "0,0,0"),
        ("--margin", "5", "--counts", "1,2"),
        ("--margin", "5", "--response-rate", "0"),
    ],
)
def test_plans_of_nothing_are_usage_errors(arguments):
    assert run(plan.command, *arguments).exit_code == 2
