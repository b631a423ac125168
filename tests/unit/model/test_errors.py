"""The tree of errors: each has its codes, travels between processes, and says nothing that anyone said."""

import ast
import pickle
from pathlib import Path

import pytest

import clairevoix
from clairevoix.cli.messages import REASONS
from clairevoix.model.errors import (
    CharterRefusal,
    ClairevoixError,
    Code,
    ComponentError,
    InputError,
    QueryError,
    SettingsError,
    StoreError,
)

SOURCE = Path(clairevoix.__file__).parent

#: One of each class, its exit code and its HTTP status: stable, shown to scripts.
ERRORS = [
    (ClairevoixError("any"), 1, 500),
    (SettingsError("any"), 10, 500),
    (InputError(Code.NO_SOUND), 11, 422),
    (QueryError(column=3, problem="any", expected=("any",)), 11, 422),
    (ComponentError("any", retryable=True), 12, 503),
    (StoreError("any"), 13, 503),
    (CharterRefusal("R8"), 14, 403),
]
EVERY_ERROR = pytest.mark.parametrize("error", [each for each, _, _ in ERRORS], ids=lambda each: type(each).__name__)


def subclasses(root: type) -> set[type]:
    return {root}.union(*(subclasses(each) for each in root.__subclasses__()))


def test_the_tree_is_the_one_that_is_drawn():
    assert subclasses(ClairevoixError) == {type(error) for error, _, _ in ERRORS}


@pytest.mark.parametrize(("error", "exit_code", "http_status"), ERRORS)
def test_codes_of_an_error(error, exit_code, http_status):
    assert (error.exit_code, error.http_status) == (exit_code, http_status)


def test_exit_codes_tell_errors_apart():
    codes = [error.exit_code for error, _, _ in ERRORS if not isinstance(error, QueryError)]  # a kind of InputError
    assert len(set(codes)) == len(codes)
    assert not {0, 2, 130} & set(codes)  # success, wrong usage, interruption


@EVERY_ERROR
def test_an_error_travels_between_processes(error):
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


@EVERY_ERROR
def test_fields_are_codes_and_flags_only(error):
    sentences = {"any", ("any",), 3, "column 3"} if isinstance(error, QueryError) else set()  # fixed ones, and a place
    for value in vars(error).values():
        assert isinstance(value, (Code, bool)) or value in {"R8", ""} | sentences


def test_no_message_is_built_from_content():
    """Messages are literals, or filled with names of settings, files, rules and components; never a row or a word."""
    allowed = {
        # names of settings and of their known values
        "section", "key", "known", "name", "names", "place", "wanted.__name__", "bound.low", "bound.high", "bound.source",
        "message", "settings.engine", "ENGINES", "sections", "hints", "getattr(wanted, '__name__', wanted)",
        "', '.join(sections)", "', '.join(hints)", "', '.join(ENGINES)", "', '.join(sorted(_KEYS))", "unknown[0]",
        # names of files of the workspace and of installed models
        "path.name", "label.name", "packaged.name", "target", "target.name",
        # positions and rules
        "kind", "number", "verb", "rule_id", "self.start_ms", "self.end_ms",
        # recordings of a corpus
        "len(missing)", "missing[0]", "task.take.recording_id",
        # of the charter: names that a file may use, the article that says so, the number of a version
        "min(set(row) - known)", "sorted(known)", "', '.join(among)", "source", "min(set(table) - set(ROLES))",
        "', '.join(ROLES)", "role", "', '.join(roles[role])", "_KNOWN_BEFORE", "', '.join((*_KEYS, 'expected'))",
        "', '.join(Expected)", "_PRECISE", "article", "', '.join(Strata)", "unknown", "', '.join(PURPOSES)",
        "measure.name", "measure.purpose", "HEAD", "version_id",
        # of labels: the names of their files and of their parts, and what the grammar of queries expects
        "stem", "path.stem", "other", "language", "MOST_PHRASES", "', '.join(sorted(known))", "verdict.place", "unread",
        "label.version", "highest + 1",
        # of organisations: identifiers of sites, teams and versions in the file, and what was asked on the command line
        "where", "tier", "unit_id", "unit.unit_id", "team.unit_id", "one.version_id", "other.version_id", "now.version_id", "plan",
        "', '.join(shared)", "', '.join(sorted(RESERVED))", "', '.join(units)", "asked", "min(set(row) - _KEYS[name])",
        "min(set(document) - {'sites', 'teams', 'versions'})",
        # of other declarations: their keys, files, months and bounds
        "FILE", "programme_id", "twice[0]", "sorted(_KNOWN)", "min(set(row) - _KNOWN)", "min(set(document) - set(_KEYS))",
        "', '.join(_KEYS)", "', '.join(_KEYS[section])", "', '.join(last.scores)", "min(lacking)", "_MOST_STATES", "bounds[0]",
        "bounds[1]", "found.month", "status",
    }  # fmt: skip
    used = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and "cli" not in path.parts:
                for part in ast.walk(node.exc):
                    if isinstance(part, ast.FormattedValue):
                        used[ast.unparse(part.value)] = path.name
    assert {text: place for text, place in used.items() if text not in allowed} == {}


def test_every_code_has_a_reason_that_people_read():
    assert set(REASONS) == set(Code)
    assert all(reason.strip() for reason in REASONS.values())


def test_codes_are_written_as_they_are_named():
    assert all(code.value == code.name.lower() for code in Code)
