"""The page « Thèmes »: what is told, what is not, and what an analyst decides."""

import re
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from clairevoix import discovery
from clairevoix.charter.access import Role
from clairevoix.i18n import Translator
from clairevoix.model.theme import Move, Trend
from clairevoix.project import open_project
from clairevoix.store import credentials, themes
from clairevoix.web.themes.wording import themes_page
from people import CHEAP, Office, Person, an_office, csrf_of
from themed import a_workspace_of_themes


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_workspace_of_themes(tmp_path_factory.mktemp("themes")).workspace.root


@pytest.fixture
def office(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    import shutil

    monkeypatch.setattr(credentials, "COST", CHEAP)
    shutil.copytree(made, tmp_path / "work")
    return an_office(tmp_path, project=open_project(tmp_path / "work", today=date(2025, 11, 15)))


@pytest.fixture
def analyst(office: Office) -> Person:
    return office.person("ann", Role.ANALYST, second_factor=False)


def plain(client: TestClient, lang: str = "en") -> str:
    page = client.get(f"/{lang}/themes")
    assert page.status_code == 200, page.text
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def post(client: TestClient, **fields: str) -> int:
    return client.post("/en/themes", data={"csrf": csrf_of(client), **fields}).status_code


def keys(office: Office) -> list[str]:
    latest = themes.latest(office.engine, office.project.workspace)
    assert latest is not None
    return [each.key for each in latest[0].themes]


def test_an_analyst_searches_and_reads(office: Office, analyst: Person) -> None:
    client = office.browser(analyst)
    assert "Nothing was searched yet." in plain(client)
    assert post(client, action="find") == 303
    said = plain(client)
    assert "in the openings of 160 heard contacts" in said
    assert "have no label at all" in said
    assert "not shares of all contacts" in said


def test_an_analyst_merges_leaves_out_splits_and_takes_back(office: Office, analyst: Person) -> None:
    discovery.find(office.project)
    client, before = office.browser(analyst), keys(office)
    assert post(client, action="merge", theme=before[0], **{"with": before[1]}) == 303
    assert post(client, action="ignore", theme=keys(office)[-1]) == 303
    assert len(keys(office)) == len(before) - 2
    assert post(client, action="split", theme=keys(office)[0], parts="2") == 303
    assert post(client, action="undo") == 303
    assert keys(office) == before


def test_an_analyst_drafts_a_label(office: Office, analyst: Person) -> None:
    discovery.find(office.project)
    client = office.browser(analyst)
    fields = {"csrf": csrf_of(client), "action": "promote", "theme": keys(office)[0], "name": "new_reason"}
    assert "codebook/drafts/new_reason.toml" in client.post("/en/themes", data=fields).text
    assert (office.project.workspace.root / "codebook/drafts/new_reason.toml").exists()
    assert post(client, action="promote", theme=keys(office)[0], name="new_reason") == 422
    assert post(client, action="promote", theme=keys(office)[0], name="../../x") == 422


@pytest.mark.parametrize(
    "fields", [{}, {"action": "drop"}, {"action": "ignore", "theme": "none"}, {"action": "split", "parts": "9"}]
)
def test_what_cannot_be_done_is_said(office: Office, analyst: Person, fields: dict[str, str]) -> None:
    assert post(office.browser(analyst), **fields) == 422


def test_small_counts_are_not_told(office: Office) -> None:
    discovery.find(office.project)
    desk = office.registry.themes_desk
    view = desk.shown("ann", "analyst")
    assert view is not None
    from dataclasses import replace

    move = Move(
        trend=Trend.NEW, n_last=7, of_last=77, n_before=0, of_before=99, difference=0.1, low=0.05, high=0.2, level=0.99
    )
    one = replace(view.found.themes[0], n_unlabelled=3, move=move)
    page = themes_page(replace(view, found=replace(view.found, themes=(one,))), Translator("en"))
    (told,) = page.themes
    assert "of which under 10 have no label" in told.size
    assert told.move == ("New in October 2025.",)
    larger = replace(one, move=replace(move, n_last=17))
    (told,) = themes_page(replace(view, found=replace(view.found, themes=(larger,))), Translator("en")).themes
    assert told.move[1].startswith("17 of 77 contacts heard in October 2025, 0 of 99 in the months before")


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.EVALUATOR, Role.COUNCIL, Role.OPERATOR])
def test_nobody_else_reads_customers_words(office: Office, role: Role) -> None:
    assert office.browser(office.person("other", role)).get("/en/themes").status_code == 403
