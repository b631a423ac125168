"""The shape of the source: sizes, docstrings, and the ways in which nothing may leave it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import clairevoix

SOURCE = Path(clairevoix.__file__).parent
MODULES = sorted(path for path in SOURCE.rglob("*.py"))
EVERY_MODULE = pytest.mark.parametrize("path", MODULES, ids=[path.relative_to(SOURCE).as_posix() for path in MODULES])

MODULE_LINES = 300
#: One file on purpose: it is carried to another machine and runs there alone.
LONGER = {"witness.py": 460}
FUNCTION_LINES = 40
CLASS_LINES = 150
PARAMETERS = 6
#: Modules that talk to whoever typed the command: the only ones that print.
SPEAKERS = {"cli/output.py", "witness.py"}
#: What nobody imports: logs of content, and pickled code. (multiprocessing pickles what the pipeline hands it.)
FORBIDDEN_IMPORTS = {"logging", "pickle", "shelve", "marshal", "requests", "urllib3", "httpx"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    """From its first decorator to its last line."""
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return (node.end_lineno or node.lineno) - first + 1


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


@EVERY_MODULE
def test_module_is_short_and_says_what_it_is(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGER.get(path.relative_to(SOURCE).as_posix(), MODULE_LINES)
    assert ast.get_docstring(tree(path)), "no docstring"


@EVERY_MODULE
def test_functions_are_short(path):
    assert {node.name: length(node) for node in functions(path) if length(node) > FUNCTION_LINES} == {}


@EVERY_MODULE
def test_functions_take_few_parameters(path):
    """Beyond six, parameters are named at the call."""
    many = {node.name for node in functions(path) if len(node.args.posonlyargs + node.args.args) > PARAMETERS}
    assert many == set()


@EVERY_MODULE
def test_classes_are_short(path):
    classes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    assert {node.name: length(node) for node in classes if length(node) > CLASS_LINES} == {}


@EVERY_MODULE
def test_nothing_is_asserted(path):
    """``python -O`` takes assertions away; what must hold is raised."""
    assert [node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.Assert)] == []


@EVERY_MODULE
def test_nothing_is_printed_or_logged(path):
    if path.relative_to(SOURCE).as_posix() in SPEAKERS:
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names = {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {(node.module or "").split(".")[0]}
        else:
            names = set()
        assert not names & FORBIDDEN_IMPORTS
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in {
                "print",
                "pprint",
                "click.echo",
                "click.secho",
                "sys.stdout.write",
                "sys.stderr.write",
            }
            assert called not in {"traceback.print_exc", "traceback.format_exc", "warnings.warn"}


@EVERY_MODULE
def test_names_say_what_things_are(path):
    """Words that could stand for anything name nothing."""
    words = set(path.stem.lower().split("_"))
    assert not words & {"utils", "util", "helpers", "helper", "manager", "handler", "common", "misc"}
    vague = {node.name for node in functions(path) if node.name.lstrip("_").startswith(("get_", "process_", "handle_"))}
    assert vague <= {"get_command"}  # click's own name


def test_broad_excepts_are_those_that_are_known():
    """``except Exception`` hides bugs; each one is here because content must not travel in a traceback."""
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    }
    assert found <= {"pipeline.py", "intake/__init__.py", "cli/__init__.py", "redact/guarded.py"}


def test_only_the_store_writes_files_of_a_workspace():
    """Stages, charter and model open nothing for writing."""
    pure = ("model/", "charter/", "measure/", "redact/", "annotate/", "publish/")
    writing = {"write_text", "write_bytes", "open", "mkdir", "unlink", "rename"}
    found = {
        f"{path.relative_to(SOURCE).as_posix()}:{node.lineno}"
        for path in MODULES
        if path.relative_to(SOURCE).as_posix().startswith(pure)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in writing
    }
    assert found == set()
