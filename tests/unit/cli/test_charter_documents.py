"""``clairevoix charter record`` and ``dpia``, as whoever answers for the processing types them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import a_charter, a_workspace
from clairevoix.charter.measures import STRICTEST, scope_digest
from clairevoix.charter.policy import parse_charter
from clairevoix.cli.charter import command
from clairevoix.config import read_toml
from clairevoix.model.errors import SettingsError
from clairevoix.project import create_project

BOTH = pytest.mark.parametrize("name", ["record", "dpia"])


def run(root: Path, *words: str):
    return CliRunner(env={"LC_ALL": "en_GB.UTF-8"}).invoke(command, [*words, "--workspace", str(root)])


@pytest.fixture
def new(tmp_path) -> Path:
    create_project(tmp_path / "new", {"charter.toml": a_charter(rate=0.1)})
    return tmp_path / "new"


def digest_of_file(root: Path) -> str:
    return scope_digest(parse_charter(read_toml(root / "charter.toml")))


@BOTH
def test_without_a_charter_in_force_it_is_about_the_strictest_profile(new, name):
    said = run(new, name)
    assert said.exit_code == 0
    assert scope_digest(STRICTEST) in said.stdout
    assert "Aucune charte n’est en vigueur" in said.stdout
    assert "It is a draft and no legal advice." in said.stderr


def test_the_assessment_of_what_is_proposed_is_written_before_anything_is(new):
    said = run(new, "dpia", "--proposed").stdout
    assert digest_of_file(new) in said
    assert "il n’a pas encore été proposé" in said


def test_what_was_proposed_is_told_with_its_version(new):
    run(new, "propose")
    said = run(new, "dpia", "--proposed").stdout
    assert "la version 1 de la charte (proposée)\u202f; il n’est pas en vigueur" in said


@BOTH
def test_the_charter_in_force_is_told(tmp_path, name):
    project = a_workspace(tmp_path / "workspace")
    said = run(project.workspace.root, name).stdout
    assert scope_digest(project.charter) in said
    assert "de la charte\u202f; il est en vigueur" in said


@BOTH
def test_keys_beside_the_data_are_said(new, name):
    assert "Les clés sont dans le dossier" in run(new, name).stdout
    (new / "clairevoix.toml").write_text('[workspace]\nkeys = "../elsewhere"\n', encoding="utf-8")
    assert "Les clés sont hors du dossier" in run(new, name).stdout


@BOTH
def test_a_file_is_written_once(new, tmp_path, name):
    out = tmp_path / "document.md"
    said = run(new, name, "--out", str(out))
    assert said.stdout == "Written: document.md\n"
    assert out.read_text(encoding="utf-8") == run(new, name).stdout
    out.write_text("filled in", encoding="utf-8")
    assert isinstance(run(new, name, "--out", str(out)).exception, SettingsError)
    assert out.read_text(encoding="utf-8") == "filled in"


def test_the_draft_can_be_the_assessment_of_its_proposal(new, tmp_path):
    out = tmp_path / "aipd.md"
    run(new, "dpia", "--proposed", "--out", str(out))
    proposed = run(new, "propose", "--dpia", str(out), "--dpia-id", "aipd-1")
    assert proposed.exit_code == 0
    assert "impact assessment" not in proposed.stdout
    assert "| analyse d’impact | `aipd-1`, SHA-256 `" in run(new, "dpia", "--proposed").stdout
