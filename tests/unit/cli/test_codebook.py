"""``clairevoix codebook`` as it is typed."""

import json

import pytest
from click.testing import CliRunner

from builders import a_workspace
from clairevoix.cli.codebook import command
from clairevoix.project import adopt


@pytest.fixture
def project(tmp_path):
    project = a_workspace(tmp_path)
    adopt(project)
    return project


def typed(project, *arguments: str, code: int = 0) -> str:
    answer = CliRunner().invoke(command, [*arguments, "--workspace", str(project.workspace.root)])
    assert answer.exit_code == code, answer.output
    return answer.stdout


def edit(project, before: str, after: str, name: str = "roaming") -> None:
    path = project.workspace.codebook / f"{name}.toml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_good_codebook_is_checked(project):
    found = json.loads(typed(project, "check", "--json"))
    assert (found["labels"], found["faults"], found["unowned"]) == (len(project.codebook.labels), [], [])
    assert found["examples"] > 200
    assert found["digest"] == found["in_force"] == project.codebook.digest


def test_every_fault_is_named_at_once(project):
    edit(project, "version = 1", "version = 1\ncolour = 2")
    edit(project, "examples = [", "examples = []\nnothing = [", "stays")
    edit(project, 'fr = "Éloge"', 'fr = "Praise"\n[[', "praise")
    edit(project, "Salue le client", "Attitude envers le client", "greets")
    edit(project, "transferer", "transféré|transfere", "number_transfer")  # changed under the same version
    found = json.loads(typed(project, "check", "--json", code=10))
    assert len(found["faults"]) == 5
    assert found["in_force"] == project.codebook.digest
    assert "version = 2" in next(each for each in found["faults"] if "number_transfer" in each)
    assert "R2" in next(each for each in found["faults"] if "greets" in each)


def test_changes_are_told(project):
    assert json.loads(typed(project, "diff", "--json")) == []
    edit(project, "version = 1", "version = 2")
    edit(project, 'owner = "retention"', 'owner = "care"', "stays")
    (project.workspace.codebook / "praise.toml").unlink()
    found = {each["label"]: each for each in json.loads(typed(project, "diff", "--json"))}
    assert {name: each["kind"] for name, each in found.items()} == {
        "roaming": "renewed",
        "stays": "mended",
        "praise": "retired",
    }
    assert (found["roaming"]["before"], found["roaming"]["after"], found["stays"]["parts"]) == (1, 2, ["owner"])


def test_an_unknown_label_is_not_simulated(project):
    answer = CliRunner().invoke(command, ["simulate", "nonsense", "--workspace", str(project.workspace.root)])
    assert answer.exit_code != 0
    assert "nonsense" in str(answer.exception)


def test_nothing_changed_nothing_is_simulated(project):
    assert json.loads(typed(project, "simulate", "--json")) == []
