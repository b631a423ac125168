"""Discovery over a workspace: from openings to themes, decisions and drafts of labels."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from clairevoix import discovery
from clairevoix.annotate.codebook.reader import read_codebook
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal, InputError, SettingsError
from clairevoix.model.theme import ThemeDecisions
from clairevoix.project import Project, open_project
from clairevoix.store import erasure, ledger, themes
from clairevoix.store.openings import openings
from people import a_bare_workspace
from themed import a_workspace_of_themes


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_workspace_of_themes(tmp_path_factory.mktemp("themes")).workspace.root


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Project:
    import shutil

    root = tmp_path / "workspace"
    shutil.copytree(made, root)
    return open_project(root, today=date(2025, 11, 15))


def test_themes_are_found_kept_and_told(project: Project) -> None:
    found = discovery.find(project)
    shown = discovery.shown(project, "ann", "analyst")
    assert shown is not None
    assert [each.words for each in shown.found.themes] == [each.words for each in found.themes]
    assert shown.found.themes == found.themes
    assert len(found.themes) >= 3
    assert all(each.n >= project.charter.minimum_cell for each in found.themes)
    assert shown.last_month == "2025-10"
    assert set(shown.central) == {contact_id for each in found.themes for contact_id in each.central}


def test_a_reading_of_the_themes_is_in_the_ledger_first(project: Project) -> None:
    assert discovery.shown(project, "ann", "analyst") is None
    discovery.find(project)
    discovery.shown(project, "ann", "analyst")
    told = {"event": "themes-read", "account": "ann", "role": "analyst", "purpose": "discovery"}
    assert told.items() <= ledger.leaves(project.registry)[-1].items()


def test_nothing_that_was_said_stands_in_the_registry(project: Project) -> None:
    words = {word for each in discovery.find(project).themes for word in each.words if len(word) > 5}
    content = b"".join(path.read_bytes() for path in project.workspace.root.glob("registry.sqlite*"))
    assert words
    assert not [word for word in words if word.encode() in content]


def test_an_opening_is_the_customers_first_words(project: Project) -> None:
    found = openings(project.workspace, date(2025, 1, 1), [Purpose.IMPROVE_SERVICE])
    assert len(found) == 160
    assert all(0 < len(each.text.split()) <= 60 for each in found)
    assert openings(project.workspace, date(2025, 1, 1), [Purpose.IMPROVE_SERVICE], []) == ()
    assert "«" not in repr(found[0])
    assert found[0].text not in repr(found[0])


def test_what_is_decided_lasts_over_searches(project: Project) -> None:
    found = discovery.find(project)
    one, other, third, *_ = (each.key for each in found.themes)
    discovery.merge(project, [one, other])
    discovery.ignore(project, third)
    after = discovery.find(project)
    assert discovery.find(project) == after
    together = {*found.members[one], *found.members[other]}
    assert together in [set(each) for each in after.members.values()]
    assert set(found.members[third]) not in [set(each) for each in after.members.values()]
    discovery.undo(project)
    assert discovery.find(project) == found


def test_decisions_are_written_as_they_are_read(project: Project) -> None:
    decided = ThemeDecisions(merged=(("a-b", "c-d"),), split={"e-f": 3}, ignored=("g", "h"))
    themes.decide(project.workspace, decided)
    assert themes.decisions(project.workspace) == decided


@pytest.mark.parametrize(
    "text",
    [
        "[[merge]]\nthemes = ['a']",
        "[[split]]\ntheme = 'a'\nparts = 1",
        "[ignore]\nthemes = 'a'",
        "x = 1",
        "merge =",
        "[[merge]]",
    ],
)
def test_a_damaged_file_of_decisions_is_refused_and_the_last_themes_stay(project: Project, text: str) -> None:
    discovery.find(project)
    (project.workspace.root / themes.FILE).write_text(text)
    with pytest.raises(SettingsError, match=r"themes\.toml"):
        discovery.find(project)
    assert discovery.shown(project, "ann", "analyst") is not None


def test_a_decision_about_no_theme_is_refused(project: Project) -> None:
    with pytest.raises(InputError):
        discovery.ignore(project, "box")
    key = discovery.find(project).themes[0].key
    for refused in (lambda: discovery.merge(project, [key, key]), lambda: discovery.split(project, key, 1)):
        with pytest.raises(InputError):
            refused()
    assert not (project.workspace.root / themes.FILE).exists()


def test_a_theme_becomes_a_draft_that_the_codebook_could_hold(project: Project) -> None:
    theme = discovery.find(project).themes[0]
    place = discovery.promote(project, theme.key, "a_new_reason")
    path = project.workspace.root / place
    document = tomllib.loads(path.read_text("utf-8"))
    assert set(document["phrases"]) <= set(theme.words)
    assert document["examples"]
    assert "a_new_reason" not in open_project(project.workspace.root).label_names
    path.rename(project.workspace.codebook / path.name)
    codebook, _ = read_codebook(project.workspace.codebook)
    assert "a_new_reason" in {label.name for label in codebook.labels}


@pytest.mark.parametrize("name", ["", "Reason", "../up", "repeat_contact", "réseau", "a b"])
def test_a_name_that_is_none_or_taken_is_refused(project: Project, name: str) -> None:
    theme = discovery.find(project).themes[0]
    with pytest.raises(InputError):
        discovery.promote(project, theme.key, name)


def test_a_draft_goes_with_a_contact_that_it_quotes(project: Project) -> None:
    theme = discovery.find(project).themes[0]
    path = project.workspace.root / discovery.promote(project, theme.key, "a_new_reason")
    gone = min(themes.drafted(project.workspace))
    assert gone in erasure.known_contacts(project.workspace, project.registry)
    wanted = erasure.Erasure(contact_ids=frozenset({gone}))
    erasure.erase(project.workspace, wanted)
    with project.registry.begin() as connection:
        erasure.erase_within(connection, wanted)
    assert not path.exists()
    shown = discovery.shown(project, "ann", "analyst")
    assert shown is not None
    assert gone not in shown.central
    assert gone not in {contact_id for each in shown.found.themes for contact_id in each.central}


def test_without_a_declared_label_nothing_is_searched(tmp_path: Path) -> None:
    bare = a_bare_workspace(tmp_path)
    with pytest.raises(CharterRefusal, match="R9"):
        discovery.find(bare)
    assert ledger.leaves(bare.registry)[-1]["rule"] == "R9"
