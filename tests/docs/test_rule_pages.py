"""The pages of the rules are what the table of rules, the code and the tests say, and nothing else stands beside them."""

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from clairevoix.charter.rules import RULES

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools" / "make_rule_pages.py"


@pytest.fixture(scope="module")
def tool():
    described = spec_from_file_location("make_rule_pages", TOOL)
    module = module_from_spec(described)
    described.loader.exec_module(module)
    return module


def test_pages_are_fresh():
    checked = subprocess.run([sys.executable, TOOL, "--check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_page_has_what_is_known_of_its_rule(tool, rule):
    page = tool.page(rule)
    assert page.startswith(f"# {rule.rule_id} · {rule.title}\n")
    for known in (rule.sentence, rule.source, f"`{rule.enforced_by}`", tool.scenarios()[rule.rule_id]):
        assert known in page
    assert len(tool.tests_of(rule)) == page.count("\n- ") >= 3
    assert f"({tool.file_name(rule)})" in tool.index()


@pytest.mark.parametrize(
    "change, name",
    [
        (lambda folder: (folder / "R04.md").write_text("another text", encoding="utf-8"), "R04.md"),
        (lambda folder: (folder / "R04.md").unlink(), "R04.md"),
        (lambda folder: (folder / "R99.md").write_text("a rule that is none", encoding="utf-8"), "R99.md"),
        (lambda folder: (folder / "README.md").unlink(), "README.md"),
    ],
    ids=["changed", "missing", "of no rule", "no index"],
)
def test_what_is_stale_is_found(tool, tmp_path, change, name):
    for each, text in tool.pages().items():
        (tmp_path / each).write_text(text, encoding="utf-8")
    assert tool.stale(tmp_path) == []
    change(tmp_path)
    assert tool.stale(tmp_path) == [name]


@pytest.mark.parametrize(
    "written, sentence, cases",
    [
        ("def test_nobody_is_named(): 'Not even once.'", "Nobody is named.", "Not even once."),
        ("@pytest.mark.parametrize('rate, is_drawn', [])\ndef test_draw(): pass", "Draw.", "*Cases: rate, is drawn.*"),
        ("@given(st.text())\ndef test_any_text(): pass", "Any text.", "*Random cases.*"),
    ],
)
def test_a_test_is_read_as_a_sentence(tool, tmp_path, monkeypatch, written, sentence, cases):
    (tmp_path / "test_r01_no_agent_emotion.py").write_text(f'"""R1. Nothing."""\n{written}\n', encoding="utf-8")
    monkeypatch.setattr(tool, "CHAPTERS", tmp_path)
    assert tool.tests_of(RULES[0]) == [(sentence, cases)]
