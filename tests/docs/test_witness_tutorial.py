"""The tutorial about the witness, run as it is written: every command, and what it is said to print."""

import pytest

from tutorials import blocks, is_printed, run

PAGES = [("witness.md", "en_GB.UTF-8"), ("witness.fr.md", "fr_FR.UTF-8")]


def test_what_stands_for_what():
    assert is_printed("a\n…\nb 1 …\n", "a\nx\ny\nb 1 z")
    assert is_printed("…\nb", "b")
    assert not is_printed("a\nb", "a\nc\nb")
    assert not is_printed("a …", "a 1\nb")


@pytest.mark.parametrize(("page", "locale"), PAGES, ids=[page for page, _ in PAGES])
def test_every_command_runs_and_prints_what_it_says(page, locale, tmp_path):
    for commands, wanted in blocks(page):
        run(commands, wanted, tmp_path, locale)


def test_both_pages_run_the_same_commands():
    english, french = ([commands for commands, _ in blocks(page)] for page, _ in PAGES)
    assert english == french
