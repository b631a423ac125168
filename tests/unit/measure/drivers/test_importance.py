"""What importance takes, refuses and says in words."""

import time

import numpy as np
import pyarrow as pa
import pytest

from clairevoix.measure import drivers
from clairevoix.measure.drivers import Limit
from clairevoix.model.errors import Code, InputError

NO_BOUNDS = drivers.Effort(resamples=0)
MARKS = [3, 5, 7, 10, 4, 8, 6, 9]
SPEED = [2, 4, 6, 9, 3, 8, 7, 8]
TONE = [8, 9, 8, 9, 9, 7, 6, 9]


def made(n: int, p: int, seed: int = 1) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Marks 0 to 10 that go with drivers 0 to 10, of which the first matters most and the last not at all."""
    random = np.random.default_rng(seed)
    common = random.normal(size=(n, 1))
    latent = 0.7 * common + random.normal(size=(n, p))
    score = latent @ np.linspace(1, 0, p) + random.normal(size=n)
    marks = np.clip(np.rint(6.5 + 2 * score / score.std()), 0, 10)
    return marks, {f"d{j}": np.clip(np.rint(6 + 2 * latent[:, j]), 0, 10) for j in range(p)}


def test_two_drivers_by_hand():
    # r₁₂ = 0.5, r_y1 = 0.6, r_y2 = 0.4: R² = (0.36 + 0.16 - 2·0.6·0.4·0.5) / (1 - 0.25) = 0.28/0.75. The first gains 0.36 if it
    # enters first and R² - 0.16 if second: ½(0.36 + 0.28/0.75 - 0.16).
    matrix = np.array([[1, 0.5, 0.6], [0.5, 1, 0.4], [0.6, 0.4, 1]])
    values = drivers.linear.of_all_sets(matrix[None])[0]
    assert values == pytest.approx([0, 0.36, 0.16, 0.28 / 0.75])
    assert values @ drivers.shapley.coefficients(2) == pytest.approx([(0.2 + 0.28 / 0.75) / 2, (0.28 / 0.75 - 0.2) / 2])


#: The same answers from wherever they come.
SOURCES = {
    "lists": list,
    "tuples of floats": lambda values: tuple(float(value) for value in values),
    "numpy": np.array,
    "numpy, small integers": lambda values: np.array(values, dtype=np.int8),
    "masked": np.ma.array,
    "arrow": lambda values: pa.chunked_array([values]),
    "generator": iter,
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_columns_of_any_library(source):
    expected = drivers.importance(MARKS, {"speed": SPEED, "tone": TONE}, effort=NO_BOUNDS)
    found = drivers.importance(source(MARKS), {"speed": source(SPEED), "tone": source(TONE)}, effort=NO_BOUNDS)
    assert found == expected


def test_tables_of_pandas_and_arrow():
    pandas = pytest.importorskip("pandas")
    expected = drivers.importance(MARKS, {"speed": SPEED, "tone": TONE}, effort=NO_BOUNDS)
    frame = pandas.DataFrame({"speed": SPEED, "tone": TONE})
    assert drivers.importance(pandas.Series(MARKS), frame, effort=NO_BOUNDS) == expected
    assert drivers.importance(pa.array(MARKS), pa.Table.from_pandas(frame), effort=NO_BOUNDS) == expected


def test_tables_of_polars_are_read_by_their_columns():
    class Column(list):
        name = ""

    class Frame:  # as polars.DataFrame: no items, but columns that know their names
        def iter_columns(self):
            for name, values in (("speed", SPEED), ("tone", TONE)):
                column = Column(values)
                column.name = name
                yield column

    expected = drivers.importance(MARKS, {"speed": SPEED, "tone": TONE}, effort=NO_BOUNDS)
    assert drivers.importance(MARKS, Frame(), effort=NO_BOUNDS) == expected


GAPS = {
    "lists": ([*MARKS, 1, None], [*SPEED, None, 1], [*TONE, 1, 1]),
    "numpy": (np.array([*MARKS, 1, np.nan]), np.array([*SPEED, np.nan, 1]), np.array([*TONE, 1, 1])),
    "masked": (
        np.ma.array([*MARKS, 1, 1], mask=[0] * 9 + [1]),
        np.ma.array([*SPEED, 1, 1], mask=[0] * 8 + [1, 0]),
        [*TONE, 1, 1],
    ),
    "arrow": (pa.array([*MARKS, 1, None]), pa.array([*SPEED, None, 1]), pa.array([*TONE, 1, 1])),
}


@pytest.mark.parametrize("columns", GAPS.values(), ids=GAPS.keys())
def test_answers_with_a_gap_are_left_out_and_counted(columns):
    marks, speed, tone = columns
    found = drivers.importance(marks, {"speed": speed, "tone": tone}, effort=NO_BOUNDS)
    complete = drivers.importance(MARKS, {"speed": SPEED, "tone": TONE}, effort=NO_BOUNDS)
    assert found.r_squared == complete.r_squared
    assert (found.n, found.n_incomplete) == (8, 2)
    assert [driver.n_missing for driver in found.drivers] == [1, 0]
    assert Limit.INCOMPLETE in found.limits


#: Outcome, columns, weights, settings, and what is named in the refusal.
REFUSED = [
    (MARKS, {}, None, {}, "columns"),
    (MARKS, 7, None, {}, "columns"),
    (MARKS, {"speed": SPEED[1:]}, None, {}, "speed"),
    (MARKS, {"speed": ["fast", *SPEED[1:]]}, None, {}, "speed 0"),
    (MARKS, {"speed": [*SPEED[1:], float("inf")]}, None, {}, "speed 7"),
    (MARKS, {"speed": np.zeros((8, 2))}, None, {}, "speed"),
    (["9", *MARKS[1:]], {"speed": SPEED}, None, {}, "outcome 0"),
    (MARKS, {"speed": SPEED}, [1] * 7, {}, "weights"),
    (MARKS, {"speed": SPEED}, [-1] + [1] * 7, {}, "weights 0"),
    (MARKS, {"speed": SPEED}, [None] + [1] * 7, {}, "weights 0"),
    (MARKS, {"speed": SPEED}, None, {"model": "magic"}, "model"),
    (MARKS, {"speed": SPEED}, None, {"level": 1.0}, "level"),
    (MARKS, {"speed": SPEED}, None, {"effort": drivers.Effort(n_orders=2)}, "effort"),
    (MARKS, {"speed": SPEED}, None, {"effort": drivers.Effort(resamples=-1)}, "effort"),
    (MARKS, {"speed": SPEED}, None, {"effort": drivers.Effort(exact_up_to=40)}, "effort"),
    (MARKS, {f"d{j}": SPEED for j in range(61)}, None, {}, "columns"),
    (list(range(60)), {"speed": list(range(60))}, None, {"model": "ordinal"}, "outcome"),
]


@pytest.mark.parametrize(("outcome", "columns", "weights", "settings", "named"), REFUSED)
def test_what_is_refused(outcome, columns, weights, settings, named):
    with pytest.raises(InputError) as refused:
        drivers.importance(outcome, columns, weights, **settings)
    assert (refused.value.code, refused.value.position) == (Code.BAD_VALUE, named)


#: Answers to which there is no number, and the word that says why.
NO_NUMBER = [
    ([], {"speed": []}, Limit.TOO_FEW),
    ([1, 2, 3], {"speed": [1, 2, 4], "tone": [3, 1, 2]}, Limit.TOO_FEW),
    ([None] * 8, {"speed": SPEED}, Limit.TOO_FEW),
    ([9] * 8, {"speed": SPEED}, Limit.SAME_MARKS),
]


@pytest.mark.parametrize("model", drivers.MODELS)
@pytest.mark.parametrize(("outcome", "columns", "limit"), NO_NUMBER)
def test_no_number_where_there_is_none(outcome, columns, limit, model):
    found = drivers.importance(outcome, columns, model=model)
    assert (found.r_squared, found.low, found.high) == (None, None, None)
    assert all(driver.part is driver.share is driver.low is None for driver in found.drivers)
    assert found.limits[0] is limit


@pytest.mark.parametrize("model", drivers.MODELS)
def test_a_driver_that_never_changes_has_no_part(model):
    found = drivers.importance(
        MARKS, {"speed": SPEED, "flat": [0.1] * 8}, model=model, effort=drivers.Effort(resamples=20)
    )
    alone = drivers.importance(MARKS, {"speed": SPEED}, model=model, effort=NO_BOUNDS)
    assert found.drivers[1].part == pytest.approx(0, abs=1e-12)
    assert found.drivers[0].part == pytest.approx(alone.r_squared)
    assert Limit.CONSTANT in found.limits


@pytest.mark.parametrize("model", drivers.MODELS)
def test_answers_of_weight_0_are_none(model):
    weights = [1] * 6 + [0] * 2
    found = drivers.importance(MARKS, {"tone": TONE}, weights, model, effort=NO_BOUNDS)
    alone = drivers.importance(MARKS[:6], {"tone": TONE[:6]}, [1] * 6, model, effort=NO_BOUNDS)
    assert found == alone
    assert (found.n, found.n_incomplete) == (6, 0)
    assert Limit.WEIGHTED in found.limits


def test_what_rounding_leaves_of_a_constant_is_no_variance():
    marks, columns = made(150, 2)
    weights = np.random.default_rng(3).uniform(0.1, 5, 150)
    with_flat = {**columns, **{f"flat{value}": np.full(150, value) for value in (0.1, 1 / 3, 7.7, 1e9 / 7)}}
    found = drivers.importance(marks, with_flat, weights, effort=NO_BOUNDS)
    alone = drivers.importance(marks, columns, weights, effort=NO_BOUNDS)
    assert [driver.part for driver in found.drivers[2:]] == pytest.approx([0.0] * 4, abs=1e-14)
    assert [driver.correlation for driver in found.drivers[2:]] == [0.0] * 4
    assert found.r_squared == pytest.approx(alone.r_squared, abs=1e-12)


def test_a_driver_that_is_the_sum_of_others_says_nothing_more():
    marks, columns = made(150, 3)
    summed = {**columns, "sum": 0.1 * columns["d0"] + 0.7 * columns["d1"] + columns["d2"] / 3}
    for model in drivers.MODELS:
        found = drivers.importance(marks, summed, model=model, effort=NO_BOUNDS)
        alone = drivers.importance(marks, columns, model=model, effort=NO_BOUNDS)
        assert found.r_squared == pytest.approx(alone.r_squared, abs=1e-7)
        assert all(driver.inflation == np.inf for driver in found.drivers)
        assert Limit.REPEATED in found.limits


def test_only_drivers_that_never_change():
    found = drivers.importance(MARKS, {"flat": [3] * 8}, effort=drivers.Effort(resamples=20))
    assert (found.r_squared, found.drivers[0].part, found.drivers[0].share) == (0.0, 0.0, None)
    assert found.drivers[0].share_low is None


def test_it_is_never_said_to_be_a_cause():
    found = drivers.importance(MARKS, {"speed": SPEED}, effort=NO_BOUNDS)
    assert found.limits[0] is Limit.ASSOCIATION
    assert "no cause is shown" in found.words[0]
    assert set(drivers.SENTENCES) == set(Limit)
    for sentence in drivers.SENTENCES.values():
        assert not any(word in sentence.lower() for word in ("because", "effect", "impact", "leads to"))


@pytest.mark.parametrize("model", drivers.MODELS)
def test_intervals_hold_their_parts_and_come_again_with_the_seed(model):
    marks, columns = made(150, 3)
    effort = drivers.Effort(resamples=100, seed=4)
    found = drivers.importance(marks, columns, model=model, effort=effort)
    assert found == drivers.importance(marks, columns, model=model, effort=effort)
    assert found != drivers.importance(marks, columns, model=model, effort=drivers.Effort(resamples=100, seed=5))
    assert found.low < found.r_squared < found.high
    for driver in found.drivers:
        assert driver.low < driver.part < driver.high
        assert driver.share_low < driver.share < driver.share_high
    wide = drivers.importance(marks, columns, model=model, level=0.99, effort=effort)
    assert wide.low < found.low
    assert found.high < wide.high


def test_more_answers_have_narrower_intervals():
    few, many = (drivers.importance(*made(n, 3), effort=drivers.Effort(resamples=300)) for n in (100, 1600))
    assert (few.high - few.low) / (many.high - many.low) == pytest.approx(4, rel=0.35)


def test_few_answers_for_each_driver_are_said():
    assert Limit.FEW_FOR_DRIVERS in drivers.importance(*made(29, 3), effort=NO_BOUNDS).limits
    assert Limit.FEW_FOR_DRIVERS not in drivers.importance(*made(30, 3), effort=NO_BOUNDS).limits


def test_a_driver_that_parts_the_marks_is_said():
    found = drivers.importance([1, 1, 1, 5, 5, 5], {"speed": [1, 2, 3, 7, 8, 9]}, model="ordinal", effort=NO_BOUNDS)
    assert Limit.NOT_SETTLED in found.limits
    assert found.r_squared > 0.95


def test_the_number_of_ordinal_marks_may_be_two():
    found = drivers.importance(
        [0, 1, 0, 1, 1, 0], {"yes": [True, True, False, True, False, False]}, model="ordinal", effort=NO_BOUNDS
    )
    assert 0 < found.r_squared < 1


def test_fifteen_drivers_are_exact_and_quick():
    marks, columns = made(500, 15)
    drivers.importance(marks, columns, effort=NO_BOUNDS)
    began = time.process_time()
    found = drivers.importance(marks, columns, effort=NO_BOUNDS)
    assert time.process_time() - began < 1
    assert found.drivers[0].error is None
    assert sum(driver.part for driver in found.drivers) == pytest.approx(found.r_squared)


def test_beyond_fifteen_orders_are_drawn():
    marks, columns = made(400, 18)
    found = drivers.importance(marks, columns, effort=drivers.Effort(resamples=10, n_orders=300))
    assert Limit.SAMPLED in found.limits
    assert all(0 < driver.error < 0.01 for driver in found.drivers)
    exact = drivers.importance(marks, columns, effort=drivers.Effort(resamples=0, exact_up_to=18))
    for one, other in zip(exact.drivers, found.drivers, strict=True):
        assert abs(one.part - other.part) < 5 * other.error
