"""From a contact that was heard to evaluate work, to a draft of its evaluation."""

from dataclasses import replace

import pytest

from clairevoix.charter.criteria import digest
from clairevoix.cli.desk import desk_of
from clairevoix.grids import draft_all, grid_in_use, grid_of, grids
from clairevoix.model.errors import SettingsError
from clairevoix.model.evaluation import Standing
from clairevoix.store import evaluations, ledger
from clairevoix.store.acknowledgements import acknowledge
from courses import START
from evaluated import GRID, SOURCE_ID, a_workspace_of_work


@pytest.fixture
def project(tmp_path):
    """One contact, heard, and no evaluation of it."""
    opened = a_workspace_of_work(tmp_path)
    with opened.registry.begin() as connection:
        assert evaluations.erase_within(connection, ["c1"], []) == 1
    return opened


def inform(project):
    (agent_id, *_) = desk_of(project).agents(SOURCE_ID)
    acknowledge(project.registry, [agent_id], project.consulted.version_at(START), START)


def test_a_contact_is_drafted_once_and_only_for_who_was_informed(project):
    assert draft_all(project) == {"not_drafted": 1}
    inform(project)
    assert draft_all(project) == {"drafted": 1}
    assert draft_all(project) == {}
    (name,) = evaluations.of_contacts(project.registry, ["c1"])
    assert ledger.entries(project.registry, event="evaluation")
    assert name in evaluations.waiting(project.registry, [Standing.DRAFTED])


def test_a_full_budget_drafts_nothing(project):
    inform(project)
    none = replace(project, charter=replace(project.charter, evaluations_per_person=0))
    assert draft_all(none) == {"not_drafted": 1}
    assert [each.facts["rule"] for each in ledger.entries(project.registry, event="refusal")] == ["R5"]


def test_without_a_grid_nothing_is_drafted(project):
    inform(project)
    (project.workspace.root / "grids" / "work.toml").unlink()
    assert draft_all(project) == {}
    assert grid_in_use(project) is None


def test_the_grid_of_the_highest_version_is_in_use(project):
    folder = project.workspace.root / "grids"
    (folder / "next.toml").write_text(GRID.replace("version = 1", "version = 2"), encoding="utf-8")
    assert grid_in_use(project).version == 2
    assert {grid_of(project, digest(each)) for each in grids(project)} == set(grids(project))
    (folder / "other.toml").write_text(GRID.replace("version = 1", "version = 2"), encoding="utf-8")
    with pytest.raises(SettingsError, match="highest version"):
        grid_in_use(project)
