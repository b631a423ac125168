"""Tries are counted before they are judged."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from clairevoix.store import database, ledger
from clairevoix.store.throttle import FREE, LONGEST, Slowed, Try, delay, reserve, succeed
from clairevoix.store.workspace import Workspace
from people import NOON


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    return database.connect(Workspace(root=tmp_path, keys=tmp_path / "keys"))


def a_try(seconds: float = 0, account: str = "a", source: str = "s") -> Try:
    return Try(marks={"account": account, "source": source}, at=NOON + timedelta(seconds=seconds))


def is_free(engine: sa.Engine, guess: Try) -> bool:
    try:
        reserve(engine, guess)
    except Slowed:
        return False
    return True


def test_delays_never_shrink_and_end_at_a_quarter_of_an_hour() -> None:
    delays = [delay("account", n) for n in range(100)]
    assert delays == sorted(delays)
    assert (delays[FREE["account"]], delays[FREE["account"] + 1], delays[-1]) == (
        timedelta(0),
        timedelta(seconds=1),
        LONGEST,
    )


def test_a_day_of_guessing_is_a_hundred_guesses(engine: sa.Engine) -> None:
    """At a quarter of an hour each: what the 50 bits of a password are reckoned against."""
    assert 90 < sum(is_free(engine, a_try(second, source=str(second))) for second in range(0, 86_400, 20)) < 115


def test_many_at_once_gain_nothing(engine: sa.Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        free = list(pool.map(lambda number: is_free(engine, a_try(source=str(number))), range(40)))
    assert sum(free) == FREE["account"] + 1


def test_a_try_that_comes_too_early_counts_for_nothing(engine: sa.Engine) -> None:
    for _ in range(FREE["account"] + 1):
        reserve(engine, a_try())
    assert {is_free(engine, a_try(0.5)) for _ in range(10)} == {False}
    assert is_free(engine, a_try(1.0))


def test_success_frees_the_account_and_gives_the_source_one_try_back(engine: sa.Engine) -> None:
    for number in range(FREE["source"]):
        reserve(engine, a_try(account=str(number)))
    reserve(engine, a_try(account="right"))
    succeed(engine, a_try(account="right"))
    assert is_free(engine, a_try(account="other"))
    assert not is_free(engine, a_try(account="another"))


def test_the_ledger_says_once_that_somebody_is_slowed_and_not_who(engine: sa.Engine) -> None:
    for second in range(0, 600, 60):
        is_free(engine, a_try(second))
    leaves = [{key: leaf[key] for key in leaf if key != "at"} for leaf in ledger.leaves(engine)]
    assert leaves == [{"event": "sign-in-slowed", "kind": "account"}]
