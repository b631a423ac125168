"""Mutation testing of the safeguards: changes their code one expression at a time and says which changes no test notices.

``python tools/mutants.py`` runs every module of :data:`MODULES`, or those named, and writes docs/explanation/mutants.md from
what is recorded in tools/mutants.json. ``--survivors`` runs only those that survived before; ``--tests`` names the tests.

Why an own driver: cosmic-ray starts an interpreter and pytest anew for each mutant, seconds each for thousands of them;
mutmut 3 forks, but changes neither class bodies nor module constants, where a charter keeps its limits, skips decorated
functions, and puts its own calls around every function, which this project's tests of names and shapes see. Here one process
imports and collects everything once, and each mutant is a fork of it in which the code of one function is replaced. What
stands outside functions is imported anew in a fork that holds the libraries only. Each mutant meets the tests that enter the
function it changes, quickest first, until one fails. It all happens in a copy of the checkout.
"""

import argparse
import ast
import builtins
import datetime as dt
import gc
import hashlib
import importlib.abc
import importlib.util
import json
import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
import time
import tomllib
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, FunctionType

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "explanation" / "mutants.md"
RECORD = ROOT / "tools" / "mutants.json"
EQUIVALENT = ROOT / "tools" / "equivalent_mutants.toml"
_CHARTER = """
    rules admission retention objection consultation clocks tightening signing measures access granting budget evaluation
    contests effects reading explanation criteria concepts purposes people inputs sentiment access_ledger merkle notes policy
    catalogue disclosure audit informing missing drafting exposures extractors versions stamping gate answers cube rowspace
    access_table
    wellbeing blinding questionnaire republication reorganising
""".split()
#: In the order in which they run: what guards people first.
MODULES = (
    *(f"charter.{name}" for name in _CHARTER),
    "store.ledger",
    "store.checkpoints",
    "store.ledger_verification",
    "witness",
)
#: Tests that may be run against a mutant. Browsers and whole runs of the pipeline are too slow for it.
TESTS = """
    tests/spec/charter
    tests/unit/charter
    tests/unit/store/test_ledger.py
    tests/unit/store/test_consultations.py
    tests/unit/store/test_evaluations.py
    tests/unit/test_witness.py
    tests/unit/cli/test_ledger.py
    tests/unit/test_doctests.py
    tests/property/test_audit.py
    tests/property/test_merkle.py
    tests/property/test_ledger_bytes.py
    tests/property/test_cells.py
    tests/property/test_fail_closed.py
    tests/property/test_answers.py
    tests/property/test_gate.py
    tests/reference/test_merkle_published.py
    tests/reference/test_notes_published.py
    tests/reference/test_pulse_published.py
    tests/unit/measure/vigilance/test_pulse.py
    tests/reference/test_disclosure_measured.py
""".split()
#: Seconds of tests (as they last unchanged) that one mutant meets at most, and how much longer than those it may take.
BUDGET_S, PATIENCE_S, SLOWER = 8.0, 5.0, 3.0
_LIBRARIES = "numpy pyarrow duckdb sqlalchemy cryptography fastapi click babel jinja2 rich".split()


@dataclass(slots=True, kw_only=True)
class Mutant:
    """One change: at ``owner.where`` (or its item ``index``), ``new`` instead of what is there."""

    owner: ast.AST
    where: str
    index: int | None
    new: ast.AST | object
    line: int
    function: str | None  # the outermost function around it, None in a class or module body
    start: int  # the first line of that function
    change: str
    nth: int = 0  # of the same changes in the same function
    outcome: str = "not run"

    @property
    def key(self) -> str:
        return f"{self.function or ''}|{self.change}|{self.nth}"

    @contextmanager
    def applied(self) -> Iterator[None]:
        held = getattr(self.owner, self.where)
        old = held if self.index is None else held[self.index]
        self._put(self.new)
        try:
            yield
        finally:
            self._put(old)

    def _put(self, value: object) -> None:
        if self.index is None:
            setattr(self.owner, self.where, value)
        else:
            getattr(self.owner, self.where)[self.index] = value


_COMPARISONS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
_UNSEEN = {"annotation", "returns", "type_params", "ctx"}


class _Finder:
    """Every mutant of a module."""

    def __init__(self, tree: ast.Module) -> None:
        self.found: list[Mutant] = []
        self._seen: Counter[tuple[str | None, str]] = Counter()
        self._walk(tree, (), None, 0, returns_bool=False)

    def _walk(
        self, node: ast.AST, names: tuple[str, ...], function: str | None, start: int, *, returns_bool: bool
    ) -> None:
        for name, value in ast.iter_fields(node):
            if name in _UNSEEN or isinstance(node, (ast.Import, ast.ImportFrom, ast.JoinedStr)):
                continue
            if function is None and name == "decorator_list":
                continue
            for index, child in enumerate(value) if isinstance(value, list) else ((None, value),):
                if not isinstance(child, ast.AST):
                    continue
                inside, at, bare = function, start, returns_bool
                inner = names
                if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                    inner = (*names, child.name)
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and name == "body":
                    bare = isinstance(node.returns, ast.Name) and node.returns.id == "bool"
                    if function is None:
                        inside = ".".join(names)
                        at = min((node.lineno, *(each.lineno for each in node.decorator_list)))
                for new, change in _changes(node, name, child, returns_bool=bare):
                    self._add(node, name, index, new, child, inside, at, change)
                self._walk(child, inner, inside, at, returns_bool=bare)

    def _add(  # noqa: PLR0913 — the parts of one record
        self,
        owner: ast.AST,
        where: str,
        index: int | None,
        new: object,
        old: ast.AST,
        function: str | None,
        start: int,
        change: str,
    ) -> None:
        line = getattr(old, "lineno", getattr(owner, "lineno", 0))
        nth = self._seen[function, change]
        self._seen[function, change] += 1
        self.found.append(
            Mutant(
                owner=owner,
                where=where,
                index=index,
                new=new,
                line=line,
                function=function,
                start=start,
                change=change,
                nth=nth,
            )
        )


def _changes(owner: ast.AST, where: str, node: ast.AST, *, returns_bool: bool) -> Iterator[tuple[ast.AST, str]]:
    for new in (*_expressions(node), *_statements(node, returns_bool=returns_bool), *_conditions(owner, where, node)):
        ast.copy_location(new, node)
        ast.fix_missing_locations(new)
        removed = isinstance(new, ast.Pass)
        yield new, f"removed: {_short(node)}" if removed else f"{_short(node)} → {_short(new)}"


def _short(node: ast.AST) -> str:
    said = " ".join(ast.unparse(node).split())
    return said if len(said) <= 90 else said[:60] + " … " + said[-27:]


def _expressions(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=ops):
            for index, operator in enumerate(ops):
                for other in _COMPARISONS[type(operator)]:
                    changed = [*ops[:index], other(), *ops[index + 1 :]]
                    yield ast.Compare(left=node.left, ops=changed, comparators=node.comparators)
        case ast.BoolOp(op=operator, values=values):
            yield ast.BoolOp(op=ast.Or() if isinstance(operator, ast.And) else ast.And(), values=values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not isinstance(operand, ast.Constant):
            yield operand
        case ast.BinOp(op=operator) if type(operator) in _ARITHMETIC:
            yield ast.BinOp(left=node.left, op=_ARITHMETIC[type(operator)](), right=node.right)
        case ast.Constant(value=bool(value)):
            yield ast.Constant(value=not value)
        case ast.Constant(value=int(value) | float(value)):
            yield ast.Constant(value=value + 1)
            yield ast.Constant(value=value - 1)
        case ast.Call(func=ast.Name(id=name)) if name in _NAMES:
            yield ast.Call(func=ast.Name(id=_NAMES[name], ctx=ast.Load()), args=node.args, keywords=node.keywords)


def _statements(node: ast.AST, *, returns_bool: bool) -> Iterator[ast.AST]:
    match node:
        case ast.Return(value=value) if value is not None:
            yield from (
                ast.Return(value=ast.Constant(value=other))
                for other in ((True, False) if returns_bool else (None,))
                if not (isinstance(value, ast.Constant) and value.value is other)
            )
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Raise() | ast.Expr() | ast.AugAssign() | ast.Delete() | ast.Break() | ast.Continue():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()


def _conditions(owner: ast.AST, where: str, node: ast.AST) -> Iterator[ast.AST]:
    """The opposite of a condition that no other change reverses."""
    asked = where == "test" or (where == "ifs" and isinstance(owner, ast.comprehension))
    if (
        asked
        and not isinstance(node, (ast.Compare, ast.Constant))
        and not (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))
    ):
        yield ast.UnaryOp(op=ast.Not(), operand=node)


@dataclass(slots=True, kw_only=True)
class Target:
    """A module and its mutants."""

    name: str
    path: Path
    tree: ast.Module
    mutants: list[Mutant]
    digest: str

    def compiled(self, mutant: Mutant) -> CodeType:
        with mutant.applied():
            return compile(self.tree, str(self.path), "exec", dont_inherit=True)


def read_target(copy: Path, name: str) -> Target:
    path = copy / "src" / "clairevoix" / Path(*name.split(".")).with_suffix(".py")
    source = path.read_bytes()
    tree = ast.parse(source)
    return Target(
        name=name, path=path, tree=tree, mutants=_Finder(tree).found, digest=hashlib.sha256(source).hexdigest()[:16]
    )


# --- Running


@dataclass(slots=True, kw_only=True)
class Entered:
    """Which test enters which function, and how long each lasts."""

    functions: dict[str, set[tuple[str, str]]] = field(default_factory=dict)  # by test: (file, outermost function)
    seconds: dict[str, float] = field(default_factory=dict)
    failing: list[str] = field(default_factory=list)
    collecting: set[tuple[str, str]] = field(default_factory=set)

    def tests(self, target: Target, function: str | None) -> list[str]:
        """Quickest first, those of the fewest functions before others that last as long, until the budget is spent."""
        path = str(target.path)
        if function is None:  # what only reads a constant enters no function: so every test beside one that does
            beside = {
                _file(test) for test, entered in self.functions.items() if any(file == path for file, _ in entered)
            }
            chosen = [test for test in self.functions if _file(test) in beside]
        else:
            chosen = [test for test, entered in self.functions.items() if (path, function) in entered]
        spent, kept = 0.0, []
        for test in sorted(chosen, key=lambda test: (round(self.seconds[test], 2), len(self.functions[test]))):
            spent += self.seconds[test]
            if spent > BUDGET_S and kept:
                break
            kept.append(test)
        return kept


def _file(test: str) -> str:
    return test.partition("::")[0]


@contextmanager
def _watching(files: frozenset[str], entered: set[tuple[str, str]]) -> Iterator[None]:
    def see(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename in files:
            entered.add((frame.f_code.co_filename, frame.f_code.co_qualname.split(".<locals>")[0]))

    sys.settrace(see)
    threading.settrace(see)
    try:
        yield
    finally:
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]


class Session:
    """A pytest session that runs its tests many times, each time in a fork."""

    def __init__(self, targets: Sequence[Target], say: Callable[[str], None], work: Path, until: float) -> None:
        self.targets, self.say, self.work, self.until = targets, say, work, until
        self.entered = Entered()
        self.failed = False

    def pytest_collection(self) -> None:
        from hypothesis import Phase, settings  # pytest wants to import it first

        settings.register_profile(
            "mutants", derandomize=True, deadline=None, database=None, phases=(Phase.explicit, Phase.generate)
        )
        settings.load_profile("mutants")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        sys.settrace(None)
        items = {item.nodeid: item for item in session.items}
        self.say(f"{len(items)} tests collected\n")
        measuring = time.monotonic()
        where = self.work / "entered"
        code = _forked(lambda: self._measure(items, where), 1800)
        if code != 0 or not where.exists():
            self.say(f"the tests could not be run unchanged ({code})\n")
            return True
        self.say(f"unchanged: {time.monotonic() - measuring:.0f} s\n")
        collecting = self.entered.collecting
        self.entered = pickle.loads(where.read_bytes())  # noqa: S301 — written by the fork above
        self.entered.collecting = collecting
        for test in self.entered.failing:
            self.say(f"fails unchanged, left out: {test}\n")
        with (self.work / "entered").open("wb") as stream:
            pickle.dump(self.entered, stream)
        places = {target.name: _functions(target) for target in self.targets}  # before they are frozen
        gc.collect()
        gc.freeze()
        for target in self.targets:
            if time.monotonic() < self.until:
                self._mutate(target, places[target.name], items)
        return True

    def _measure(self, items: dict[str, pytest.Item], where: Path) -> int:
        entered: set[tuple[str, str]] = set()
        builtins._entered = entered  # type: ignore[attr-defined]  # noqa: SLF001 — found by code of any module
        for target in self.targets:
            code = _telling(target)
            for (function, start), places in _functions(target).items():
                for place in places if ".<locals>" not in function else ():
                    with suppress(LookupError):  # a lambda has no body to write into
                        place.__code__ = _code_of(code, function, start)
        for name, item in items.items():
            entered.clear()
            self.failed, began = False, time.perf_counter()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            if self.failed:
                self.entered.failing.append(name)
            else:
                self.entered.functions[name] = set(entered)
                self.entered.seconds[name] = time.perf_counter() - began
        where.write_bytes(pickle.dumps(self.entered))
        return 0

    def _mutate(
        self, target: Target, functions: dict[tuple[str, int], list[FunctionType]], items: dict[str, pytest.Item]
    ) -> None:
        began = time.monotonic()
        for mutant in target.mutants:
            if mutant.function is None or (mutant.function, mutant.start) not in functions:
                continue
            tests = self.entered.tests(target, mutant.function)
            if not tests:
                mutant.outcome = "no test"
                continue
            code = _code_of(target.compiled(mutant), mutant.function, mutant.start)
            limit = PATIENCE_S + SLOWER * sum(self.entered.seconds[test] for test in tests)
            found = functions[mutant.function, mutant.start]
            status = _forked(lambda: self._try(found, code, [items[test] for test in tests]), limit)  # noqa: B023
            mutant.outcome = {0: "survived", 1: "killed", None: "timed out"}.get(status, "killed")
            if status == _OTHERWISE:
                mutant.outcome = "not run"
            _empty(self.work / "base")
        self.say(f"{target.name}: {_counts(target)} (+{time.monotonic() - began:.0f} s)\n")
        (self.work / f"{target.name}.json").write_text(json.dumps([mutant.outcome for mutant in target.mutants]))

    def _try(self, places: list[FunctionType], code: CodeType, items: list[pytest.Item]) -> int:
        try:
            for place in places:
                place.__code__ = code
        except ValueError:  # another number of captured names
            return _OTHERWISE
        for item in items:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            if self.failed:
                return 1
        return 0


_OTHERWISE = 3


def _functions(target: Target) -> dict[tuple[str, int], list[FunctionType]]:
    """The functions of the module as they live in this process, by name and first line."""
    found: dict[tuple[str, int], list[FunctionType]] = {}
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename == str(target.path):
            found.setdefault((each.__code__.co_qualname, each.__code__.co_firstlineno), []).append(each)
    return found


def _telling(target: Target) -> CodeType:
    """The module, with each outermost function saying that it was entered."""
    tree = ast.parse(target.path.read_bytes())
    waiting: list[tuple[tuple[str, ...], ast.stmt]] = [((), each) for each in tree.body]
    while waiting:
        names, node = waiting.pop()
        if isinstance(node, ast.ClassDef):
            waiting += [((*names, node.name), each) for each in node.body]
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            said = (str(target.path), ".".join((*names, node.name)))
            node.body[:0] = ast.parse(f"_entered.add({said!r})").body
    return compile(tree, str(target.path), "exec", dont_inherit=True)


def _code_of(module: CodeType, function: str, start: int) -> CodeType:
    waiting = [module]
    while waiting:
        code = waiting.pop()
        for each in code.co_consts:
            if isinstance(each, CodeType):
                if each.co_qualname == function and each.co_firstlineno == start:
                    return each
                waiting.append(each)
    raise LookupError(function)


def _forked(work: Callable[[], int], limit: float) -> int | None:
    """The exit status of the work in a fork, None if it took longer than the limit, in seconds."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setsid()
            status = work()
        except BaseException:  # noqa: BLE001 — nothing may leave the fork
            traceback.print_exc()
        os._exit(status)
    until = time.monotonic() + limit
    wait = 0.001
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done or time.monotonic() > until:
            break
        time.sleep(wait)
        wait = min(0.02, wait * 1.5)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    if not done:
        os.waitpid(child, 0)
        return None
    return os.waitstatus_to_exitcode(status)


def _empty(folder: Path) -> None:
    if folder.is_dir():
        for each in folder.iterdir():
            shutil.rmtree(each, ignore_errors=True)


class _Replaced(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from code of ours."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> object:  # noqa: ARG002
        if fullname != self.name:
            return None
        spec = importlib.util.spec_from_loader(fullname, self, origin=str(self.path))
        if spec is not None:
            spec.has_location = True
        return spec

    def exec_module(self, module: object) -> None:
        exec(self.code, module.__dict__)  # noqa: S102 — the module itself


def _pytest(copy: Path, work: Path, tests: Sequence[str], plugin: object, *more: str) -> int:
    os.chdir(copy)
    sys.path.insert(0, str(copy / "src"))
    options = (
        "-o",
        "addopts=--strict-markers --import-mode=importlib",
        "-p",
        "no:cacheprovider",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
        f"--basetemp={work / 'base'}",
    )
    return int(
        pytest.main(
            [*options, "--rootdir", str(copy), "-c", str(copy / "pyproject.toml"), *more, *tests], plugins=[plugin]
        )
    )


class _Quiet:
    """What a run that imports anew needs of a session."""

    pytest_collection = Session.pytest_collection


def _anew(copy: Path, work: Path, target: Target, mutant: Mutant | None, tests: list[str], entered: Entered) -> str:
    if not tests:
        return "no test"
    code = target.compiled(mutant) if mutant else compile(target.tree, str(target.path), "exec", dont_inherit=True)
    files = list(dict.fromkeys(_file(test) for test in tests))
    chosen = frozenset(tests)

    class Chosen(_Quiet):
        def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
            order = {test: at for at, test in enumerate(tests)}
            items[:] = sorted((item for item in items if item.nodeid in chosen), key=lambda item: order[item.nodeid])

    def work_() -> int:
        sys.meta_path.insert(0, _Replaced(f"clairevoix.{target.name}", target.path, code))
        return _pytest(copy, work, files, Chosen(), "-x", "-q")

    status = _forked(work_, 3 * PATIENCE_S + SLOWER * sum(entered.seconds[test] for test in tests))
    _empty(work / "base")
    return {0: "survived", 1: "killed", 2: "killed", None: "timed out"}.get(status, "not run")


def _counts(target: Target) -> str:
    counted = Counter(mutant.outcome for mutant in target.mutants)
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(counted.items()))


def run(names: Sequence[str], tests: Sequence[str], *, survivors: bool, until: float) -> None:
    """Runs the modules' mutants, recording each module when it is done."""
    spoken = os.dup(2)

    def say(text: str) -> None:
        os.write(spoken, text.encode())

    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        copy = _copied(work / "checkout")
        record = json.loads(RECORD.read_text()) if RECORD.exists() else {}
        targets = [read_target(copy, name) for name in names]
        for target in targets if survivors else ():
            before = record.get(target.name)
            if before is None or before["source"] != target.digest:
                raise SystemExit(f"{target.name} has changed since, or was never run: run it whole")
            left = {each["key"] for each in before["survivors"]}
            target.mutants = [mutant for mutant in target.mutants if mutant.key in left]
        _silence()
        for library in _LIBRARIES:
            with suppress(ImportError):
                importlib.import_module(library)
        session = Session(targets, say, work, until)
        _forked(lambda: _collect(copy, work, tests, session), 6 * 3600)
        entered = pickle.loads((work / "entered").read_bytes())  # noqa: S301 — written by the fork above
        for target in targets:
            done = work / f"{target.name}.json"
            if not done.exists():
                say(f"{target.name}: not run\n")
                continue
            for mutant, outcome in zip(target.mutants, json.loads(done.read_text()), strict=True):
                mutant.outcome = outcome
            _finish(copy, work, target, entered)
            _note(target, survivors=survivors)
            say(f"{target.name}: {_counts(target)}\n")
    write_page()


def _collect(copy: Path, work: Path, tests: Sequence[str], session: Session) -> int:
    files = frozenset(str(target.path) for target in session.targets)
    with _watching(files, session.entered.collecting):
        return _pytest(copy, work, tests, session)


def _finish(copy: Path, work: Path, target: Target, entered: Entered) -> None:
    """What must be imported anew: changes outside functions, and survivors in functions that ran during import already."""
    sound: dict[tuple[str, ...], bool] = {}  # whether these tests pass on the module as it is, imported in this way
    for mutant in target.mutants:
        early = mutant.function is not None and (str(target.path), mutant.function) in entered.collecting
        if mutant.outcome == "not run" or (mutant.outcome in {"survived", "no test"} and early):
            tests = entered.tests(target, None if early else mutant.function)
            chosen = tuple(tests)
            if chosen not in sound:
                sound[chosen] = _anew(copy, work, target, None, tests, entered) in {"survived", "no test"}
            mutant.outcome = _anew(copy, work, target, mutant, tests, entered) if sound[chosen] else "not run"


def _silence() -> None:
    if os.environ.get("MUTANTS_LOUD"):
        return
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _copied(copy: Path) -> Path:
    copy.mkdir()
    for each in ROOT.iterdir():
        if each.name in {"src", "tests"}:
            shutil.copytree(each, copy / each.name, ignore=shutil.ignore_patterns("__pycache__"))
        elif each.name not in {".venv", "build", "dist", ".hypothesis"}:
            (copy / each.name).symlink_to(each)
    return copy


# --- Recording


def _note(target: Target, *, survivors: bool) -> None:
    record = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    counted = Counter(mutant.outcome for mutant in target.mutants)
    left = [
        {
            "key": mutant.key,
            "line": mutant.line,
            "function": mutant.function or "",
            "change": mutant.change,
            "outcome": mutant.outcome,
        }
        for mutant in target.mutants
        if mutant.outcome in {"survived", "no test", "not run"}
    ]
    before = record.get(target.name)
    again = survivors and before is not None
    record[target.name] = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "source": target.digest,
        "mutants": before["mutants"] if again else len(target.mutants),
        "timed_out": (before["timed_out"] if again else 0) + counted["timed out"],
        "survivors": left,
    }
    RECORD.write_text(json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


_HEAD = """\
# What the tests of the safeguards notice

This page is written by `make mutants` (`tools/mutants.py`); do not edit it.

Tests that pass say little if they would pass on wrong code too. So the code of the charter and of the ledger is changed on
purpose, one expression at a time: a comparison or a condition turned round, a number one higher or lower, `and` for `or`, a
result replaced, a refusal or another statement taken out. Each changed copy, a mutant, should make at least one test fail;
one that does not survives, and shows code whose behaviour no test holds fast. Text is not changed, nor type annotations.
A mutant meets the tests that enter the function it changes, quickest first, for about eight seconds at most, and never
browsers or whole runs of the pipeline: what the page calls survived, a slower test may still notice. One that runs for ever
counts as noticed. A mutant that cannot change what the code does is equivalent: it is listed with the reason, and left out of
the share.

"""


def write_page() -> None:
    """Writes the page from the record."""
    record = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    reasons: dict[tuple[str, str, str], str] = {}
    for each in (
        tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("equivalent", ()) if EQUIVALENT.exists() else ()
    ):
        reasons[each["module"], each.get("function", ""), each["change"]] = each["reason"]
    rows, survived, equivalent, total = [], [], [], Counter[str]()
    for name in (each for each in MODULES if each in record):
        seen = record[name]
        alike = [each for each in seen["survivors"] if (name, each["function"], each["change"]) in reasons]
        left = [each for each in seen["survivors"] if each not in alike]
        killed = seen["mutants"] - len(seen["survivors"])
        total.update(
            mutants=seen["mutants"], killed=killed, survived=len(left), equivalent=len(alike), late=seen["timed_out"]
        )
        path = ROOT / "src" / "clairevoix" / Path(*name.split(".")).with_suffix(".py")
        stale = hashlib.sha256(path.read_bytes()).hexdigest()[:16] != seen["source"] if path.exists() else True
        date = seen["date"] + (" (changed since)" if stale else "")
        rows.append(_row(f"`{name}`", seen["mutants"], killed, seen["timed_out"], len(left), len(alike), date))
        survived += [_said(name, each) for each in left]
        equivalent += [f"{_said(name, each)}: {reasons[name, each['function'], each['change']]}" for each in alike]
    rows.append(
        _row("all", total["mutants"], total["killed"], total["late"], total["survived"], total["equivalent"], "")
    )
    table = "| module | mutants | killed | of these timed out | survived | equivalent | share killed | date |\n"
    table += "|---|---:|---:|---:|---:|---:|---:|---|\n" + "\n".join(rows) + "\n"
    never = ", ".join(f"`{name}`" for name in MODULES if name not in record)
    parts = [_HEAD + table]
    parts.append(f"Not run yet: {never}.\n" if never else "Every module of the charter and of the ledger was run.\n")
    parts.append("## Survivors\n\n" + ("\n".join(survived) or "None.") + "\n")
    parts.append("## Equivalent\n\n" + ("\n".join(equivalent) or "None.") + "\n")
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def _row(name: str, mutants: int, killed: int, late: int, left: int, alike: int, date: str) -> str:
    counted = mutants - alike
    share = f"{100 * killed / counted:.1f} %" if counted else "–"
    return f"| {name} | {mutants} | {killed} | {late} | {left} | {alike} | {share} | {date} |"


def _said(name: str, each: dict[str, object]) -> str:
    change = str(each["change"]).replace("`", "'")
    place = f" in `{each['function']}`" if each["function"] else ""
    untested = {"no test": " (no test enters it)", "not run": " (could not be run)"}.get(str(each["outcome"]), "")
    return f"- `{name}:{each['line']}`{place}: `{change}`{untested}"


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", default=MODULES, help="such as charter.retention; all by default")
    parser.add_argument(
        "--tests", nargs="+", default=TESTS, help="files or folders; by default those of the safeguards"
    )
    parser.add_argument("--survivors", action="store_true", help="only mutants that survived before")
    parser.add_argument("--minutes", type=float, default=600, help="begin no module after so many")
    parser.add_argument("--page", action="store_true", help="only write the page from what is recorded")
    parser.add_argument("--count", action="store_true", help="only say how many mutants each module has")
    asked = parser.parse_args()
    if asked.count:
        for name in asked.modules:
            target = read_target(ROOT, name)
            outside = sum(mutant.function is None for mutant in target.mutants)
            sys.stdout.write(f"{name}: {len(target.mutants)} ({outside} outside functions)\n")
        return 0
    if asked.page:
        write_page()
        return 0
    run(asked.modules, asked.tests, survivors=asked.survivors, until=time.monotonic() + 60 * asked.minutes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
