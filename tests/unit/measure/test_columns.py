"""Columns as pandas and polars hold them: the same numbers as from lists, blanks included, and nothing of them imported."""

import subprocess
import sys

import numpy as np
import pandas as pd
import polars as pl
import pytest

from clairevoix.measure import drivers, nps
from clairevoix.measure.columns import is_blank, is_number, named_columns, plain, read_numbers, read_weights
from clairevoix.model.errors import Code, InputError

MARKS = [10, 9, None, 8, 3, 10, 7, 0, 9]
WEIGHTS = [1.0, 2.0, 1.0, 0.5, 1.0, 1.5, 1.0, 1.0, 2.0]
#: The same marks as each library has them, with its own blank.
COLUMNS = {
    "list": MARKS,
    "tuple": tuple(MARKS),
    "pandas floats": pd.Series(MARKS, dtype="float64"),
    "pandas Int64": pd.Series(MARKS, dtype="Int64"),
    "pandas objects": pd.Series(MARKS, dtype="object"),
    "pandas Arrow": pd.Series(MARKS, dtype="int64[pyarrow]"),
    "polars": pl.Series(MARKS),
    "polars Int8": pl.Series(MARKS, dtype=pl.Int8),
    "polars floats": pl.Series([None if mark is None else float(mark) for mark in MARKS]),
    "numpy": np.array([np.nan if mark is None else mark for mark in MARKS]),
}


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS.keys())
def test_the_score_of_a_column_of_any_library(column):
    expected = nps.from_scores(MARKS)
    assert (expected.n, expected.n_blank) == (8, 1)
    assert nps.from_scores(column) == expected


@pytest.mark.parametrize("weights", [WEIGHTS, pd.Series(WEIGHTS), pl.Series(WEIGHTS), np.array(WEIGHTS)], ids=str)
def test_the_weights_of_a_column_of_any_library(weights):
    expected = nps.from_scores(MARKS, WEIGHTS)
    assert nps.from_scores(pl.Series(MARKS), weights) == expected
    assert expected.raw != expected.value


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS.keys())
def test_numbers_of_a_column_of_any_library(column):
    numbers = read_numbers(column, "marks")
    assert numbers.tolist()[:2] == [10.0, 9.0]
    assert np.isnan(numbers).tolist() == [mark is None for mark in MARKS]


def test_tables_of_pandas_and_polars_divide_alike():
    columns = {"speed": [2, 4, 6, 9, 3, 8, 7, 8, 3, 6], "tone": [6, 5, 8, 9, 7, 8, 6, 9, 4, 9]}
    marks = [3, 5, 7, 10, 4, 8, 6, 9, 2, 8]
    found = [drivers.importance(marks, each(columns)) for each in (dict, pd.DataFrame, pl.DataFrame)]
    assert found[0] == found[1] == found[2]
    assert [driver.name for driver in found[0].drivers] == ["speed", "tone"]


@pytest.mark.parametrize("column", [pd.Series(["10", "9"]), pl.Series(["10", "9"]), ["10", 9]], ids=str)
def test_text_is_no_mark(column):
    with pytest.raises(InputError) as refused:
        nps.from_scores(column)
    assert (refused.value.code, refused.value.position) == (Code.BAD_SCORE, "0")


@pytest.mark.parametrize(
    "weights", [pd.Series([True, False]), pl.Series([True, False]), np.array([True, False])], ids=str
)
def test_yes_and_no_are_no_weights(weights):
    with pytest.raises(InputError) as refused:
        read_weights(weights, 2)
    assert refused.value.position == "weights 0"


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(InputError):
        named_columns(pd.DataFrame([[1, 2]], columns=["speed", "speed"]))


def test_blanks_and_numbers():
    assert [is_blank(value) for value in (None, float("nan"), pd.NA, pd.NaT, np.float64("nan"), 0, "")] == [
        *[True] * 5,
        *[False] * 2,
    ]
    assert [is_number(value) for value in (1, 1.5, np.int8(1), True, "1", None)] == [*[True] * 3, *[False] * 3]
    assert plain(pl.Series([1, None])) == [1, None]


def test_neither_library_is_imported_by_the_measures():
    code = (
        "import sys; from clairevoix.measure import nps, drivers; nps.from_scores([9, 3]);"
        "print([name for name in ('pandas', 'polars') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
