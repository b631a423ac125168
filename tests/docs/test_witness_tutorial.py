"""The tutorial about the witness, run as it is written: every command, and what it is said to print."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TUTORIALS = Path(__file__).parents[2] / "docs" / "tutorials"
PAGES = [("witness.md", "en_GB.UTF-8"), ("witness.fr.md", "fr_FR.UTF-8")]
_BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[tuple[str, str]]:
    """Each block of commands with what is printed below it, if the page says so."""
    found = _BLOCK.findall((TUTORIALS / page).read_text(encoding="utf-8"))
    printed = [*found[1:], ("sh", "")]
    pairs = zip(found, printed, strict=True)
    return [(text, after if kind == "text" else "…") for (this, text), (kind, after) in pairs if this == "sh"]


def is_printed(wanted: str, text: str) -> bool:
    """``…`` stands for anything; on a line of its own, for any number of lines."""
    pattern = re.escape(wanted.strip()).replace("…\\\n", "(?:.*\n)*?").replace("…", "[^\n]*")
    return re.fullmatch(pattern, text.strip()) is not None


def test_what_stands_for_what():
    assert is_printed("a\n…\nb 1 …\n", "a\nx\ny\nb 1 z")
    assert is_printed("…\nb", "b")
    assert not is_printed("a\nb", "a\nc\nb")
    assert not is_printed("a …", "a 1\nb")


@pytest.mark.parametrize(("page", "locale"), PAGES, ids=[page for page, _ in PAGES])
def test_every_command_runs_and_prints_what_it_says(page, locale, tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    environment |= {"LANG": locale, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for commands, wanted in blocks(page):
        done = subprocess.run(
            ["bash", "-e", "-u", "-c", commands],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}"
        if wanted != "…":
            assert is_printed(wanted, done.stdout), f"{commands}\n{done.stdout}"


def test_both_pages_run_the_same_commands():
    english, french = ([commands for commands, _ in blocks(page)] for page, _ in PAGES)
    assert english == french
