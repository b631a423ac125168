"""The tutorial about reorganisations, run as it is written, on the sample without its calls."""

import re
import shlex
import shutil

import pytest
from click.testing import CliRunner

from clairevoix.cli import group
from sampled import a_sample
from tutorials import blocks, is_printed, run

PAGES = [("reorganisation.md", "en_GB.UTF-8"), ("reorganisation.fr.md", "fr_FR.UTF-8")]


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "centre"
    a_sample(folder)
    declared = folder / "organisation.toml"  # the tutorial leaves the sample's shops out
    kept = [each for each in re.split(r"(?m)^(?=\[\[)", declared.read_text("utf-8")) if 'id = "boutique-' not in each]
    declared.write_text("".join(kept), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("page", "locale"), PAGES, ids=[page for page, _ in PAGES])
def test_every_command_runs_and_prints_what_it_says(sample, page, locale, tmp_path, monkeypatch):
    (first, _), *others = blocks(page)
    assert first == "clairevoix demo centre\n"
    shutil.copytree(sample, tmp_path / "centre")
    monkeypatch.chdir(tmp_path)
    for commands, wanted in others:
        if re.fullmatch(r"clairevoix organisation [^|&\n]*\n", commands):  # in this process: a new one takes a second
            done = CliRunner(env={"LANG": locale, "LC_ALL": locale}).invoke(group, shlex.split(commands)[1:])
            assert (done.exit_code, is_printed(wanted, done.stdout)) == (0, True), done.output
        else:
            run(commands, wanted, tmp_path, locale)


def test_both_pages_run_the_same_commands():
    english, french = ([commands for commands, _ in blocks(page)] for page, _ in PAGES)
    assert english == french
