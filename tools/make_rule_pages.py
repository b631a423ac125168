"""Writes ``docs/rules``: a page for each rule of the charter, from the table of rules, the code and the tests.

With ``--check``, exits 1 if a page is stale, missing or of no rule.
"""

import ast
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from clairevoix.charter.policy import BOUNDS, PLACES, Charter
from clairevoix.charter.rules import RULES, Rule

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "rules"
CHAPTERS = ROOT / "tests" / "spec" / "charter"
#: Where something that a rule forbids is tried, once with the rule and once with its function turned off.
_SCENARIOS = (ROOT / "tests" / "refusals.py", CHAPTERS / "test_rules.py")
_WRITTEN = "This page is written by `tools/make_rule_pages.py`; do not edit it."
_TWICE = """\
[`test_rules.py`](../../tests/spec/charter/test_rules.py) tries this through the program's own commands, and once more with
the function above turned off, as whoever keeps the machine could: it is then accepted, so the tests do not pass without
the rule."""
_INDEX_HEAD = f"""\
# The rules, one by one

{_WRITTEN}

Each page says what a rule is, the law or study it comes from, the function that enforces it, what the tests try, and
what is refused with the rule and accepted without it. What a rule means for an employee, and what it does not do, is in
[the charter](../reference/charter.md), [in French too](../reference/charter.fr.md).

| Rule | What it says | Tests |
|---|---|---|
"""


def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {"README.md": index(), **{file_name(rule): page(rule) for rule in RULES}}


def file_name(rule: Rule) -> str:
    return f"R{int(rule.rule_id[1:]):02d}.md"


def index() -> str:
    rows = (
        f"| [{rule.rule_id} · {rule.title}]({file_name(rule)}) | {rule.sentence} | {len(tests_of(rule))} |"
        for rule in RULES
    )
    return _INDEX_HEAD + "\n".join(rows) + "\n"


def page(rule: Rule) -> str:
    """All that the code knows of one rule."""
    parts = [
        f"# {rule.rule_id} · {rule.title}",
        f"{_WRITTEN} What the rule means for an employee: [the charter](../reference/charter.md#{anchor(rule)}).",
        f"**{rule.sentence}**",
        f"Source: {rule.source}.",
        *_settings(rule),
        "## Where it is enforced",
        *_enforcement(rule),
        "## What is tried",
        *_tried(rule),
        "## What is refused with it and accepted without it",
        scenarios()[rule.rule_id],
        _TWICE,
    ]
    return "\n\n".join(parts) + "\n"


def anchor(rule: Rule) -> str:
    """The address of the rule's heading in ``docs/reference/charter.md``, as forges make it."""
    return re.sub(r"[^\w\- ]", "", f"{rule.rule_id} · {rule.title}".lower()).replace(" ", "-")


def chapters_of(rule: Rule) -> list[Path]:
    """The rule's own chapter, and others whose first words name it."""
    own = sorted(CHAPTERS.glob(f"test_r{int(rule.rule_id[1:]):02d}_*.py"))
    named = [path for path in sorted(CHAPTERS.glob("test_*.py")) if re.match(rf"{rule.rule_id}\b", _said(path))]
    return [*own, *(path for path in named if path not in own)]


def tests_of(rule: Rule) -> list[tuple[str, str]]:
    """Each test as a sentence, with what its docstring and its table of cases add."""
    return [
        (_sentence(node.name), " ".join(filter(None, (_prose(ast.get_docstring(node) or ""), _cases(node)))))
        for path in chapters_of(rule)
        for node in _tree(path).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


@cache
def scenarios() -> Mapping[str, str]:
    """By rule: what is tried, as the docstrings of the scenarios begin with their rule."""
    found = [
        re.fullmatch(r"(R\d+): (.+)", _prose(ast.get_docstring(node) or ""))
        for path in _SCENARIOS
        for node in _tree(path).body
        if isinstance(node, ast.FunctionDef)
    ]
    return {each[1]: each[2][0].upper() + each[2][1:] for each in found if each}


def _settings(rule: Rule) -> Iterator[str]:
    rows = [
        f"| `{'.'.join(place)}` | {getattr(Charter(), name):g} | {bound.low:g} | {bound.high:g} | {bound.stricter} |"
        for place, name in PLACES.items()
        for bound in (BOUNDS[name],)
        if bound.source.startswith(f"rule {rule.rule_id}:")
    ]
    if rows:
        head = "| `charter.toml` | without the file | lowest | highest | stricter |\n|---|---|---|---|---|"
        yield "\n".join((head, *rows))


def _enforcement(rule: Rule) -> Iterator[str]:
    module_name, _, name = rule.enforced_by.partition(":")
    module = import_module(module_name)
    function = getattr(module, name)
    place = Path(inspect.getfile(function)).resolve().relative_to(ROOT).as_posix()
    yield f"`{rule.enforced_by}`, in [`{place}`](../../{place}):"
    yield f"```python\n{_signature(function)}\n```"
    described, doctest = _split(inspect.getdoc(function) or "")
    if described:
        yield described
    if doctest:
        yield f"```python\n{doctest}\n```"
    yield f"That module: {_prose(inspect.getdoc(module) or '')}"


def _signature(function: object) -> str:
    """As it is written in its module."""
    node = ast.parse(inspect.getsource(function)).body[0]
    if not isinstance(node, ast.FunctionDef):
        raise TypeError(node)
    return f"{node.name}({ast.unparse(node.args)}) -> {ast.unparse(node.returns) if node.returns else None}"


def _tried(rule: Rule) -> Iterator[str]:
    for path in chapters_of(rule):
        place = path.relative_to(ROOT).as_posix()
        yield f"In [`{path.name}`](../../{place}): {_prose(_said(path).removeprefix(f'{rule.rule_id}. '))}"
    yield "\n".join(f"- {sentence}" + (f" {added}" if added else "") for sentence, added in tests_of(rule))


def _cases(node: ast.FunctionDef) -> str:
    """Over what a test is repeated: the columns of its table, or random cases."""
    calls = [each for each in node.decorator_list if isinstance(each, ast.Call)]
    tables = [each.args[0] for each in calls if ast.unparse(each.func).endswith("parametrize")]
    columns = [str(each.value) for each in tables if isinstance(each, ast.Constant)]
    random = any(ast.unparse(each.func) == "given" for each in calls)
    return " ".join(
        (*(f"*Cases: {each.replace('_', ' ').strip()}.*" for each in columns), *["*Random cases.*"] * random)
    )


def _sentence(name: str) -> str:
    words = name.removeprefix("test_").replace("_", " ")
    return f"{words[0].upper()}{words[1:]}."


def _split(docstring: str) -> tuple[str, str]:
    """The prose of a docstring and its example."""
    prose, mark, example = docstring.partition(">>> ")
    paragraphs = (_prose(each) for each in prose.split("\n\n"))
    return "\n\n".join(each for each in paragraphs if each), mark + example


def _prose(text: str) -> str:
    return re.sub(r":\w+:`", "`", " ".join(text.split()).replace("``", "`"))


@cache
def _said(path: Path) -> str:
    return ast.get_docstring(_tree(path)) or ""


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def stale(folder: Path = FOLDER) -> list[str]:
    """Names of pages that are not what they should be, or should not be."""
    wanted = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def main() -> int:
    """Entry point."""
    if "--check" in sys.argv[1:]:
        for name in stale():
            sys.stderr.write(f"docs/rules/{name} is stale; run: python tools/make_rule_pages.py\n")
        return 1 if stale() else 0
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
