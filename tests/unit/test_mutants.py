"""The mutants of ``tools/mutants.py``: what is changed, and that no change is lost."""

import ast
import importlib.util
import sys
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("mutants", Path(__file__).parents[2] / "tools" / "mutants.py")
mutants = importlib.util.module_from_spec(_SPEC)
sys.modules["mutants"] = mutants  # its dataclasses look themselves up there
_SPEC.loader.exec_module(mutants)


def changes(source: str) -> list[str]:
    return [each.change for each in mutants._Finder(ast.parse(source)).found]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", ["removed: a < b", "a < b → a <= b", "a < b → a >= b"]),
        ("x = a is None", ["a is None → a is not None"]),
        ("x = a and b", ["a and b → a or b"]),
        ("x = not a", ["not a → a"]),
        ("x = a + b", ["a + b → a - b"]),
        ("x = 3", ["3 → 4", "3 → 2"]),
        ("x = True", ["True → False"]),
        ("x = max(a)", ["max(a) → min(a)"]),
        ("x = a if b else c", ["b → not b"]),
        ("x = [a for a in b if a]", ["a → not a"]),
        ("a.b = c", ["removed: a.b = c"]),
        ("def f() -> bool:\n return a", ["return a → return True", "return a → return False"]),
        ("def f() -> int | None:\n return a", ["return a → return None"]),
        ("def f():\n '''Says so.'''\n raise E", ["removed: raise E"]),
        ("x: int | None = a", []),  # an annotation
        ("from a import b", []),
        ("@dataclass(frozen=True)\nclass A: ...", []),
        ("x = 'text'", []),
        ("x = f'{a:02}'", []),
    ],
)
def test_what_is_changed(source, expected):
    assert sorted(changes(source)) == sorted(expected)


def test_a_change_is_in_the_outermost_function_around_it():
    source = "x = 1\nclass A:\n    y = 1\n    @p\n    def f(self, z=1):\n        def g():\n            return [1 for _ in a]\n"
    found = mutants._Finder(ast.parse(source)).found
    numbers = [(each.line, each.function, each.start) for each in found if each.change == "1 → 2"]
    assert numbers == [(1, None, 0), (3, None, 0), (5, None, 0), (7, "A.f", 4)]


def test_the_same_change_twice_has_two_keys():
    keys = [each.key for each in mutants._Finder(ast.parse("x = 1\ny = 1")).found]
    assert len(set(keys)) == len(keys) == 4


def test_each_mutant_is_other_code_and_leaves_the_tree_as_it_was():
    copy = Path(__file__).parents[2]
    target = mutants.read_target(copy, "charter.retention")
    before, codes = ast.dump(target.tree), set()
    for mutant in target.mutants:
        codes.add(target.compiled(mutant))
        assert ast.dump(target.tree) == before
    assert compile(target.tree, str(target.path), "exec", dont_inherit=True) not in codes
    assert len(codes) == len(target.mutants)


def test_every_module_of_the_charter_is_named():
    folder = Path(__file__).parents[2] / "src" / "clairevoix" / "charter"
    assert {f"charter.{path.stem}" for path in folder.glob("*.py") if path.stem != "__init__"} <= set(mutants.MODULES)
