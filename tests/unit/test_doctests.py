"""The examples in docstrings say what the code does."""

import doctest
import importlib
import pkgutil
from types import ModuleType

import pytest

import clairevoix

#: Every package and module whose examples are run. All but the entry point, which would run the program.
MODULES = sorted(
    each.name
    for each in pkgutil.walk_packages(clairevoix.__path__, "clairevoix.")
    if each.name != "clairevoix.__main__"
)
#: Packages that promise examples; the others may have none.
EXEMPLARY = {"clairevoix.model", "clairevoix.charter", "clairevoix.measure", "clairevoix.redact", "clairevoix.annotate"}


def tried(module: ModuleType) -> doctest.TestResults:
    return doctest.testmod(module, optionflags=doctest.FAIL_FAST)


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    assert tried(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("package", [*sorted(EXEMPLARY), "clairevoix.i18n"])
def test_examples_are_there(package):
    modules = [name for name in MODULES if name == package or name.startswith(f"{package}.")]
    assert sum(tried(importlib.import_module(name)).attempted for name in modules) >= 1
