"""Who signs tokens lays none of them to anybody; without a blind, all of them."""

import json

import pytest
from click.testing import CliRunner

from clairevoix.attack.tokens import attacked_tokens
from clairevoix.cli.attack import command


@pytest.fixture(scope="module")
def count():
    return attacked_tokens(rounds=5, seed=3, n=8)


def test_no_token_is_laid_to_anybody(count):
    assert (count.tokens, count.recovered) == (40, 0)


def test_the_control_lays_all_of_them(count):
    assert count.control_recovered == count.tokens


def test_the_order_of_asking_tells_no_more_than_chance(count):
    """One right guess a round is expected; sixteen in five rounds would be less than one chance in a thousand."""
    assert count.guessed < 16


def test_the_command_says_it():
    run = CliRunner().invoke(command, ["--sequences", "50", "--json"])
    found = json.loads(run.stdout)
    assert run.exit_code == 0
    assert (found["pulse_recovered"], found["pulse_control_recovered"]) == (0, found["pulse_tokens"])
