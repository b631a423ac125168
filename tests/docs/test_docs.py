"""The documentation says what the code has: words, rules, settings, errors, commands and links."""

import ast
import importlib
import inspect
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
import unicodedata
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import clairevoix.charter
import clairevoix.model
from clairevoix.charter.policy import BOUNDS, PLACES, Charter, parse_charter
from clairevoix.charter.rules import RULES
from clairevoix.cli.messages import REASONS
from clairevoix.config import Settings
from clairevoix.i18n import Translator
from clairevoix.model.errors import ClairevoixError, Code
from clairevoix.store import published
from clairevoix.store.schema import TABLES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "clairevoix"
REFERENCE = ROOT / "docs" / "reference"
_LEFT_OUT = {"node_modules", "build", "dist", "demo"}


def _pages() -> list[Path]:
    found = ROOT.rglob("*.md")
    kept = [path for path in found if not any(_is_foreign(part) for part in path.relative_to(ROOT).parts[:-1])]
    return sorted(kept)


def _is_foreign(folder: str) -> bool:
    return folder.startswith(".") or folder in _LEFT_OUT


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# --- Glossary -------------------------------------------------------------------------------------------------------


def _public_classes(package: ModuleType) -> list[str]:
    modules = [
        importlib.import_module(f"{package.__name__}.{each.name}") for each in pkgutil.iter_modules(package.__path__)
    ]
    return [
        name
        for module in modules
        for name, value in vars(module).items()
        if inspect.isclass(value) and value.__module__ == module.__name__ and not name.startswith("_")
    ]


def _terms() -> list[str]:
    return re.findall(r"^\*\*(.+?)\*\*: ", _text(ROOT / "GLOSSARY.md"), re.MULTILINE)


@pytest.mark.parametrize("name", [*_public_classes(clairevoix.model), *_public_classes(clairevoix.charter)])
def test_glossary_has_every_noun(name):
    assert name in _terms()


def test_glossary_is_alphabetical_and_says_each_word_once():
    keys = [unicodedata.normalize("NFKD", term).casefold() for term in _terms()]
    assert keys == sorted(set(keys))


def test_glossary_says_one_sentence_a_word():
    entries = [" ".join(entry.split()) for entry in _text(ROOT / "GLOSSARY.md").split("\n\n") if entry.startswith("**")]
    several = [entry for entry in entries if not entry.endswith(".") or re.search(r"\.\s+[A-Z]", entry)]
    assert several == []


# --- Charter --------------------------------------------------------------------------------------------------------


def _paragraphs(page: str) -> dict[str, str]:
    """Each section of a page under its heading."""
    parts = re.split(r"^## (.+)$", _text(REFERENCE / page), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("page, lang", [("charter.md", "en"), ("charter.fr.md", "fr")])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_charter_page_has_every_rule(rule, page, lang):
    wanted = _plain(f"{rule.rule_id} · {Translator(lang)(rule.title)}")
    paragraph = next((text for heading, text in _paragraphs(page).items() if _plain(heading) == wanted), None)
    assert paragraph is not None, wanted
    assert f"`{rule.enforced_by}`" in paragraph
    assert len(paragraph.split()) > 100


@pytest.mark.parametrize("page", ["charter.md", "charter.fr.md"])
def test_charter_page_has_no_other_rule(page):
    known = {rule.rule_id for rule in RULES}
    assert set(re.findall(r"^## (R\d+)", _text(REFERENCE / page), re.MULTILINE)) == known


def test_charter_settings_are_those_of_the_code():
    assert set(PLACES.values()) == set(BOUNDS) <= {each.name for each in fields(Charter)}


@pytest.mark.parametrize("page", ["charter.md", "charter.fr.md"])
def test_charter_page_has_each_number_with_its_bounds(page):
    _, *lines = [line for line in _paragraphs_of_numbers(page).splitlines() if line.startswith("| `")]
    rows = [line.strip("| ").split(" | ") for line in lines]
    words = {"lower": "lower", "higher": "higher", "plus bas": "lower", "plus haut": "higher"}
    shown = {cells[0].strip("`"): (*map(float, cells[1:4]), words[cells[4]]) for cells in rows}
    wanted = {
        ".".join(place): (getattr(Charter(), name), BOUNDS[name].low, BOUNDS[name].high, BOUNDS[name].stricter.value)
        for place, name in PLACES.items()
    }
    assert shown == wanted


@pytest.mark.parametrize("page", ["charter.md", "charter.fr.md"])
def test_charter_page_shows_a_charter_that_stands(page):
    document = tomllib.loads(re.findall(r"^```toml\n(.*?)^```$", _text(REFERENCE / page), re.MULTILINE | re.DOTALL)[0])
    assert parse_charter(document).measures[0].name == "nps"
    assert {"sampling", "purposes", "measures", "roles"} == set(document)


def _paragraphs_of_numbers(page: str) -> str:
    found = _paragraphs(page)
    return found.get("The numbers together") or found["Les nombres ensemble"]


def _plain(text: str) -> str:
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


# --- Settings, errors, stores ---------------------------------------------------------------------------------------


def _settings() -> list[tuple[str, object]]:
    sections = [(section.name, getattr(Settings(), section.name)) for section in fields(Settings)]
    return [
        (f"{name}.{each.name}", getattr(section, each.name)) for name, section in sections for each in fields(section)
    ]


@pytest.mark.parametrize("name, default", _settings())
def test_settings_page_has_every_setting_with_its_default(name, default):
    shown = "none" if default is None else f'`"{default}"`' if isinstance(default, str) else f"`{str(default).lower()}`"
    assert f"\n| `{name}` | {shown} | " in _text(REFERENCE / "settings.md")


def _errors(root: type[ClairevoixError] = ClairevoixError) -> list[type[ClairevoixError]]:
    return [root, *(found for each in root.__subclasses__() for found in _errors(each))]


@pytest.mark.parametrize("error", _errors(), ids=lambda error: error.__name__)
def test_errors_page_has_every_error_with_its_exit_code(error):
    assert f"\n| `{error.__name__}` | {error.exit_code} | {error.http_status} | " in _text(REFERENCE / "errors.md")


@pytest.mark.parametrize("code", list(Code))
def test_errors_page_has_every_code_with_its_sentence(code):
    sentence = REASONS[code].replace("|", r"\|")
    assert f"\n| `{code.value}` | {sentence} |\n" in _text(REFERENCE / "errors.md")


@pytest.mark.parametrize("page", ["README.md", "README.fr.md"])
def test_readme_has_every_exit_code(page):
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", _text(ROOT / page), re.MULTILINE)}
    assert {error.exit_code for error in _errors()} | {0, 2, 130} == listed


def _columns_in(heading: str) -> set[str]:
    section = re.split(rf"^### {heading}$", _text(REFERENCE / "lake.md"), flags=re.MULTILINE)[1]
    section = re.split(r"^##", section, maxsplit=1, flags=re.MULTILINE)[0]
    rows = [line.split(" | ")[0] for line in section.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize("table", TABLES)
def test_lake_page_has_every_column(table):
    assert _columns_in(table) == set(TABLES[table].names)


@pytest.mark.parametrize("table, columns", re.findall(r"CREATE TABLE (\w+) \((.+?)\);", published._SCHEMA, re.DOTALL))
def test_lake_page_has_every_column_of_the_snapshot(table, columns):
    if table in TABLES:
        pytest.fail(f"{table} is a table of the lake too: give the page another heading")
    assert _columns_in(table) == set(re.findall(r"(\w+) (?:VARCHAR|JSON|INTEGER|DOUBLE|BLOB)", columns))


# --- Commands -------------------------------------------------------------------------------------------------------


def test_cli_reference_is_fresh():
    checked = subprocess.run(
        [sys.executable, ROOT / "tools" / "make_cli_reference.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


def test_query_reference_is_fresh():
    checked = subprocess.run([sys.executable, ROOT / "tools" / "make_query_reference.py", "--check"], check=False)
    assert checked.returncode == 0


def _commands(page: str) -> list[list[str]]:
    """The commands of each block of a page, without their comments."""
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", _text(ROOT / page), re.MULTILINE | re.DOTALL)
    return [
        [re.sub(r"\s+#.*$", "", line).rstrip() for line in block.splitlines()]
        for kind, block in blocks
        if kind != "text"
    ]


def test_both_readmes_have_the_same_commands():
    assert _commands("README.md") == _commands("README.fr.md") != []


def test_both_readmes_have_the_same_sections():
    english, french = (re.findall(r"^#+ ", _text(ROOT / page), re.MULTILINE) for page in ("README.md", "README.fr.md"))
    assert english == french


# --- Links and places -----------------------------------------------------------------------------------------------


def _anchors(path: Path) -> set[str]:
    """The addresses of a page's headings, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", _text(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _links() -> list[tuple[str, str]]:
    return [
        (str(path.relative_to(ROOT)), target)
        for path in _pages()
        for target in re.findall(
            r"\]\(([^)\s]+)\)", re.sub(r"^```.*?^```$", "", _text(path), flags=re.MULTILINE | re.DOTALL)
        )
        if "://" not in target and not target.startswith("mailto:")
    ]


@pytest.mark.parametrize("page, target", _links())
def test_relative_links_lead_somewhere(page, target):
    name, _, anchor = target.partition("#")
    path = (ROOT / page).parent / name if name else ROOT / page
    assert path.resolve().is_relative_to(ROOT)
    assert path.exists()
    assert not anchor or anchor in _anchors(path)


@pytest.mark.parametrize("page", _pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_name_no_place_of_one_machine(page):
    assert re.findall(r"(?<![\w.])/(?:work|tmp|home|root)/", _text(page)) == []


# --- Words ----------------------------------------------------------------------------------------------------------

_BANNED = {"utils", "util", "helpers", "helper", "manager", "handler", "segment", "segments", "confidence"}
#: Names that another library asks for.
_IMPOSED = {"get_command", "confidence_interval"}  # click names the one; the other is the field's whole term


def _names(path: Path) -> list[str]:
    """What a module defines: itself, classes, functions, parameters, variables."""
    names = list(path.relative_to(SOURCE).with_suffix("").parts)
    for node in ast.walk(ast.parse(_text(path))):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.append(name)
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                names.append(name)
    return names


def _words(name: str) -> set[str]:
    return {word.lower() for part in name.split("_") for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", part)}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_code_uses_no_banned_word(path):
    banned = [name for name in _names(path) if _words(name) & _BANNED or name.lstrip("_").startswith("get_")]
    assert sorted(set(banned) - _IMPOSED) == []


def test_banned_words_are_recognised():
    assert _words("ErrorHandler") & _words("error_handler") & _BANNED == {"handler"}
    assert not _words("time_segmented") & _BANNED


# --- How-to ---------------------------------------------------------------------------------------------------------

COUNCIL = ("how-to/consult-the-council.md", "how-to/consult-the-council.fr.md")


def test_how_to_consult_the_council_has_the_same_commands_in_both_languages():
    english, french = (_commands(f"docs/{page}") for page in COUNCIL)
    assert english == french != []


def test_how_to_consult_the_council_puts_a_charter_in_force(tmp_path):
    """Every command as it is written, with today's date; the check after the activation says that it holds."""
    script = "\n".join(line for block in _commands(f"docs/{COUNCIL[0]}") for line in block)
    today = datetime.now(UTC).date()
    script = script.replace("2026-12-01", str(today)).replace("2027-03-01", str(today + timedelta(days=90)))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    environment |= {"LANG": "en_GB.UTF-8", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-e", "-u", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "It is what is in force." in done.stdout.splitlines()
    assert done.stdout.rstrip().endswith("Version 2 of the charter: in force.")


# --- Threats --------------------------------------------------------------------------------------------------------

THREATS = ROOT / "docs" / "explanation" / "threats.md"


def _threats() -> list[list[str]]:
    """The rows of each table that ends with a column « Test »."""
    rows = [line.strip("| ").split(" | ") for line in _text(THREATS).splitlines() if line.startswith("| ")]
    return [cells for cells in rows if len(cells) == 3 and cells[-1] != "Test"]


@pytest.mark.parametrize("row", _threats(), ids=lambda row: row[0])
def test_each_threat_names_tests_that_exist(row):
    named = re.findall(r"`([^`]+)`", row[-1])
    assert named != []
    assert [name for name in named if not (ROOT / name).is_file() or not name.startswith("tests/")] == []
    assert all(re.search(r"^def test_", _text(ROOT / name), re.MULTILINE) for name in named)


def test_threats_are_told_by_both_catalogues():
    stride = ["Spoofing", "Tampering", "Repudiation", "Information disclosure", "Denial of service", "Elevation"]
    linddun = ["Linking", "Identifying", "Non-repudiation", "Detecting", "Data disclosure", "Unawareness"]
    headings = re.findall(r"^### (.+)$", _text(THREATS), re.MULTILINE)
    wanted = [*stride, *linddun, "Non-compliance"]
    assert len(headings) == len(wanted)
    assert all(heading.startswith(name) for heading, name in zip(headings, wanted, strict=True))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_threats_are_answered_by_every_rule(rule):
    assert re.search(rf"\b{rule.rule_id}\b", _text(THREATS))


# --- Architecture ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_architecture_page_says_where_each_rule_is_enforced(rule):
    function = rule.enforced_by.removeprefix("clairevoix.charter.").replace(":", ".")
    row = next(line for line in _text(ROOT / "ARCHITECTURE.md").splitlines() if line.startswith(f"| {rule.rule_id} "))
    assert f"| `{function}` |" in row


def test_architecture_page_has_the_layers_of_the_contract():
    contracts = tomllib.loads(_text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    assert "\n".join(layers) in _text(ROOT / "ARCHITECTURE.md")


# --- French ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/**/*.fr.md")), ids=lambda path: path.name)
def test_french_pages_are_set_as_french_is(page):
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`|\]\([^)]*\)", "", _text(page), flags=re.MULTILINE | re.DOTALL)
    assert [
        line for line in prose.splitlines() if re.search(r"'|(?<=\S) [:;?!»]|^[:;?!»]|« ", line) and "|--" not in line
    ] == []
