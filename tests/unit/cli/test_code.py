"""``clairevoix code``, ``themes`` and ``annotator``: what they print, for people and for programs, and how they end."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clairevoix.cli import annotator, code, group, themes
from clairevoix.project import open_project
from clairevoix.store import coding as stored
from coded import LABEL, a_workspace_to_code, code_all, truth
from themed import a_workspace_of_themes

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    for each in (annotator, code, themes):
        monkeypatch.setattr(each, "open_project", partial(open_project, today=date(2025, 11, 15)))

    def running(*arguments: str, ends: int = 0) -> Result:
        result = CliRunner().invoke(group, [*arguments, "--workspace", str(tmp_path)])
        assert result.exit_code == ends, result.output
        return result

    return running


def test_a_sample_from_the_draw_to_the_export(run: Run, tmp_path: Path) -> None:
    a_workspace_to_code(tmp_path, n=12)
    assert "No sample was drawn yet" in run("code", "status").output
    drawn = json.loads(run("code", "draw", LABEL, "--n", "4", "--seed", "s", "--strata", "site", "--json").output)
    assert (drawn["n_listed"], drawn["n_drawn"], drawn["seed"]) == (12, 4, "s")
    project, sample = open_project(tmp_path), stored.sample(open_project(tmp_path).registry, drawn["sample_id"])
    code_all(project, sample, "ann")
    wrong = min(each.contact.contact_id for each in stored.coded(project.registry, sample.sample_id))
    code_all(project, sample, "bob", lambda each: truth(each) ^ (each == wrong))
    assert "for a third reading 1, decided 3" in run("code", "status").output
    (told,) = json.loads(run("code", "status", "--json").output)
    assert told["agreement"]["n_units"] == 4
    assert wrong in run("code", "resolve", sample.sample_id).output
    run("code", "resolve", sample.sample_id, wrong, ends=2)
    run("code", "resolve", sample.sample_id, "gone", "--present", ends=11)
    left = json.loads(run("code", "resolve", sample.sample_id, wrong, "--absent", "--json").output)
    assert left["disputed"] == []
    rows = list(csv.DictReader(io.StringIO(run("code", "export", sample.sample_id).output)))
    assert len(rows) == 9
    assert {row["weight"] for row in rows} == {"3.0"}
    assert {row["stratum"] for row in rows} == {"lille", "lyon"}
    assert "ann" not in {row["coder"] for row in rows}
    out = tmp_path / "codes.csv"
    run("code", "export", sample.sample_id, "--out", str(out))
    assert out.read_text().count("\n") == 10


def test_what_cannot_be_drawn_is_said_without_a_defect(run: Run, tmp_path: Path) -> None:
    a_workspace_to_code(tmp_path, n=3)
    assert "not in the codebook" in run("code", "draw", "nothing", "--n", "4", ends=11).output
    assert "drawn by lot" in run("code", "draw", LABEL, "--n", "4").output
    assert "was coded for this label or is in a sample" in run("code", "draw", LABEL, "--n", "4", ends=11).output


def test_themes_are_found_listed_decided_and_drafted(run: Run, tmp_path: Path) -> None:
    a_workspace_of_themes(tmp_path)
    run("themes", "list", ends=11)
    found = json.loads(run("themes", "find", "--json").output)
    assert found["n"] == 160
    one, other, third = (each["key"] for each in found["themes"][:3])
    assert one in run("themes", "list").output
    merged = json.loads(run("themes", "merge", one, other, "--json").output)
    assert len(merged["themes"]) == len(found["themes"]) - 1
    ignored = json.loads(run("themes", "ignore", third, "--json").output)
    assert third not in {each["key"] for each in ignored["themes"]}
    assert "themes." in run("themes", "split", ignored["themes"][0]["key"]).output
    run("themes", "ignore", "none-such", ends=11)
    key = json.loads(run("themes", "list", "--json").output)["themes"][0]["key"]
    draft = json.loads(run("themes", "promote", key, "--name", "a_reason", "--json").output)["draft"]
    assert (tmp_path / draft).is_file()
    run("themes", "promote", key, "--name", "a_reason", ends=11)


def test_annotators_are_told_and_too_few_contacts_teach_nothing(run: Run, tmp_path: Path) -> None:
    a_workspace_to_code(tmp_path, n=3)
    assert "There is none" in run("annotator", "list").output
    run("annotator", "apply", LABEL, ends=11)
    run("annotator", "drop", LABEL)
    assert json.loads(run("annotator", "list", "--json").output) == []
