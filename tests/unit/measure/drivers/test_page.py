"""The examples of docs/how-to/drivers.md say what the code does."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[4] / "docs" / "how-to" / "drivers.md"


def test_examples_of_the_page_hold():
    tried = doctest.testfile(str(PAGE), module_relative=False)
    assert tried.attempted > 10
    assert tried.failed == 0
