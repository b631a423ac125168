"""The search page and the command: what is asked, what is shown, what is entered in the ledger, and who may not."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import a_processed, put_sound
from clairevoix.charter.access import Role
from clairevoix.cli import group
from clairevoix.model.contact import Purpose
from clairevoix.store import credentials, lake, ledger
from people import CHEAP, Office, a_bare_workspace, an_office, csrf_of

SAID = (
    "agent | 0.0 | 2.0 | Bonjour Opale motdelagent",
    "customer | 2.5 | 5.5 | Bonjour je veux résilier ma box",
    "agent | 6.0 | 8.0 | Je comprends",
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(credentials, "COST", CHEAP)
    project = a_bare_workspace(tmp_path / "workspace")
    kept = [a_processed(*SAID, contact_id=f"c{number}", site="lyon" if number else "lille") for number in range(3)]
    kept.append(a_processed(*SAID, contact_id="test", purpose=Purpose.TECHNICAL_TEST))
    lake.commit(project.workspace, kept)
    put_sound(project, kept[0])
    return an_office(tmp_path, project=project)


@pytest.fixture
def client(office: Office):
    return office.browser(office.person("ana", Role.ANALYST, second_factor=False))


def ask(client, query: str, address: str = "/en/search", **fields: str):
    return client.post(address, data={"csrf": csrf_of(client), "q": query, **fields})


def searches(office: Office) -> list[dict[str, object]]:
    return [dict(entry.facts) for entry in ledger.entries(office.engine, event="search")]


def test_the_customers_words_are_shown_and_the_search_is_in_the_ledger(office: Office, client) -> None:
    page = ask(client, 'client: "+vouloir résilier"')
    assert page.status_code == 200
    assert "Hits: 3 in 3 of 3 contacts." in page.text  # the technical test is not searched
    assert "<mark>veux résilier</mark>" in page.text
    [entry] = searches(office)
    assert (entry["role"], entry["purpose"], entry["n_hits"], entry["n_contacts"]) == (
        "analyst",
        "improve-service",
        3,
        3,
    )
    assert "silier" not in json.dumps(ledger.leaves(office.engine), ensure_ascii=False)


def test_what_the_agent_said_is_found_and_never_shown(client) -> None:
    page = ask(client, "agent: motdelag*").text
    assert "Hits: 3 in 3" in page
    assert "motdelagent" not in page
    assert "<audio" not in page


def test_a_wrong_query_is_told_where_it_is_wrong(office: Office, client) -> None:
    page = ask(client, "box AND (panne", "/fr/search")
    assert page.status_code == 422
    assert "colonne 9" in page.text
    assert "jamais fermée" in page.text
    assert 'data-column="9"' in page.text
    assert searches(office) == []


def test_shares_of_too_few_are_withheld(client) -> None:
    assert "too few contacts to tell (rule R17)" in ask(client, "box").text


def test_a_facet_narrows_the_search(client) -> None:
    assert "Hits: 1 in 1 of 3" in ask(client, "box OR panne", facet='site:"lille"').text


def test_only_the_customers_channel_is_played_and_each_time_is_a_leaf(office: Office, client) -> None:
    heard = client.get("/search/c0/1/3000-4000.flac")
    assert heard.status_code == 200
    assert heard.content[:4] == b"fLaC"
    assert searches(office)[-1]["played_ms"] == 1000
    for address in (
        "c0/0/0-1000",
        "c1/1/0-1000",
        "nobody/1/0-1000",
        "test/1/0-1000",
        "c0/1/5000-1000",
        "c0/1/0-900000",
    ):
        assert client.get(f"/search/{address}.flac").status_code == 404, address


def test_hits_are_exported_and_no_cell_is_a_formula(client) -> None:
    answer = ask(client, "box OR motdelagent", "/en/search/export")
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert len(rows) == 6
    assert {row["excerpt"] for row in rows if row["party"] == "agent"} == {""}
    assert datetime.fromisoformat(rows[0]["date"])


def test_a_query_is_kept_as_a_draft_that_is_not_in_force(office: Office, client) -> None:
    before = set(office.project.workspace.codebook.glob("*.toml"))
    page = ask(client, "client: résil*", "/en/search/draft", name="wants_to_cancel")
    assert "codebook/drafts/wants_to_cancel.toml" in page.text
    kept = office.project.workspace.codebook / "drafts" / "wants_to_cancel.toml"
    assert 'query = "customer:\\"résil*\\""' in kept.read_text("utf-8")
    assert set(office.project.workspace.codebook.glob("*.toml")) == before
    assert searches(office)[-1]["purpose"] == "codebook"
    for name in ("../evil", "A", "", "a" * 60):
        assert ask(client, "box", "/en/search/draft", name=name).status_code == 422


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ANALYST])
def test_nobody_else_may_search(office: Office, role: Role) -> None:
    agent = "agent-1" if role is Role.EMPLOYEE else None
    other = office.browser(office.person("other", role, agent=agent))
    assert other.get("/en/search").status_code == 403
    assert ask(other, "box").status_code == 403
    assert other.get("/search/c0/1/3000-4000.flac").status_code == 403


def test_without_an_account_nothing_is_asked(office: Office) -> None:
    assert office.browser().get("/en/search").status_code == 303
    assert office.browser().get("/search/c0/1/3000-4000.flac").status_code == 401


def run(office: Office, *arguments: str):
    return CliRunner().invoke(
        group, ["query", *arguments, "--workspace", str(office.project.workspace.root)], env={"LANG": "en_GB.UTF-8"}
    )


def test_the_command_answers_in_json(office: Office) -> None:
    answer = json.loads(run(office, "résilier", "--json", "--ticket", "CX-12").stdout)
    assert answer["n_contacts"] == 3
    assert set(answer["hits"][0]) == {"contact_id", "party", "start_ms", "end_ms", "excerpt"}
    assert answer["hits"][0]["excerpt"] == "Bonjour je veux résilier ma box"
    assert (searches(office)[0]["role"], searches(office)[0]["ticket"]) == ("operator", "CX-12")


def test_the_command_points_at_the_column(office: Office) -> None:
    answer = run(office, "box FIRST 3")
    assert "a length such as 30s or 20%" in answer.stderr
    assert "            ^" in answer.stderr
    assert answer.exit_code == 11


def test_the_command_says_how_many(office: Office) -> None:
    said = run(office, "box OR motdelagent", "--limit", "2")
    assert "Hits: 6 in 3 of 3 contacts." in said.stdout
    assert "motdelagent" not in said.stdout
    assert "«box»" in said.stdout


def test_a_ticket_that_is_a_name_is_refused_and_searches_nothing(office: Office) -> None:
    assert run(office, "box", "--ticket", "Jean Dupont").exit_code != 0
    assert searches(office) == []
    assert ledger.entries(office.engine, event="refusal")[-1].facts["rule"] == "R15"
