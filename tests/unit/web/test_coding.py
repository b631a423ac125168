"""The coder's pages: blind, one contact after the other, for analysts."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from clairevoix import coding
from clairevoix.charter.access import Role
from clairevoix.model.coding import CodingSample
from clairevoix.store import coding as stored
from clairevoix.store import credentials, ledger
from coded import LABEL, a_workspace_to_code, code_all, truth
from people import CHEAP, Office, Person, an_office, csrf_of


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(credentials, "COST", CHEAP)
    return an_office(tmp_path, project=a_workspace_to_code(tmp_path / "work"))


@pytest.fixture
def sample(office: Office) -> CodingSample:
    return coding.draw_sample(office.project, LABEL, 6, seed="s")


@pytest.fixture
def analyst(office: Office) -> Person:
    return office.person("ann", Role.ANALYST, second_factor=False)


def plain(client: TestClient, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, page.text
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def contact_on(client: TestClient, address: str) -> str:
    found = re.search(r'name="contact" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return found[1]


def answer(client: TestClient, address: str, contact_id: str, said: str) -> int:
    return client.post(address, data={"csrf": csrf_of(client), "contact": contact_id, "answer": said}).status_code


def test_an_analyst_codes_contact_after_contact_until_none_is_left(
    office: Office, sample: CodingSample, analyst: Person
) -> None:
    client, address = office.browser(analyst), f"/en/code/{sample.sample_id}"
    for _ in range(6):
        contact_id = contact_on(client, address)
        assert answer(client, address, contact_id, "present" if truth(contact_id) else "absent") == 303
    assert "You have read all that is for you to read" in plain(client, address)
    codes = [each.codes[0] for each in stored.coded(office.engine, sample.sample_id)]
    assert {code.coder for code in codes} == {analyst.account.account_id}
    assert [code.present for code in codes] == [
        truth(each.contact.contact_id) for each in stored.coded(office.engine, sample.sample_id)
    ]


def test_the_page_is_blind(office: Office, sample: CodingSample, analyst: Person) -> None:
    """It looks the same whatever the machine found and whatever another coder said."""
    client, address = office.browser(analyst), f"/en/code/{sample.sample_id}"
    before = client.get(address).text
    code_all(office.project, sample, "bob", lambda _: True)
    assert client.get(address).text == before
    assert "Un instant je regarde" not in before
    assert "Repeat contact" in before


def test_that_it_is_read_is_in_the_ledger_first(office: Office, sample: CodingSample, analyst: Person) -> None:
    client = office.browser(analyst)
    contact_id = contact_on(client, f"/en/code/{sample.sample_id}")
    leaf = ledger.leaves(office.engine)[-1]
    told = {"event": "contact-read", "contact": contact_id, "role": "analyst", "account": analyst.account.account_id}
    assert told.items() <= leaf.items()


def test_the_list_says_what_is_left_and_agreement_when_all_is_read(
    office: Office, sample: CodingSample, analyst: Person
) -> None:
    client = office.browser(analyst)
    said = plain(client, "/en/code")
    assert "Coded by you: 0; left for you: 6." in said
    assert "Krippendorff" not in said
    for coder in ("bob", "cyd"):
        code_all(office.project, sample, coder)
    said = plain(client, "/en/code")
    assert "Both coders said the same of 6 of the 6 contacts" in said
    assert "Krippendorff’s alpha: 1.00; 95 % confidence interval" in said
    assert "It is not shown that the definition is read alike" in said  # of six contacts


def test_a_third_reading_looks_like_any_other(office: Office, sample: CodingSample, analyst: Person) -> None:
    code_all(office.project, sample, "bob", lambda _: True)
    code_all(office.project, sample, "cyd", lambda _: False)
    client, address = office.browser(analyst), f"/en/code/{sample.sample_id}"
    said = plain(client, address)
    assert "third" not in said.lower()
    assert answer(client, address, contact_on(client, address), "present") == 303


def test_an_answer_is_one_of_three(office: Office, sample: CodingSample, analyst: Person) -> None:
    client, address = office.browser(analyst), f"/en/code/{sample.sample_id}"
    assert answer(client, address, contact_on(client, address), "perhaps") == 422


def test_a_contact_that_others_decided_or_that_was_never_drawn_is_not_taken(
    office: Office, sample: CodingSample, analyst: Person
) -> None:
    client, address = office.browser(analyst), f"/en/code/{sample.sample_id}"
    contact_id = contact_on(client, address)
    for coder in ("bob", "cyd"):
        code_all(office.project, sample, coder)
    assert answer(client, address, contact_id, "present") == 409
    assert answer(client, address, "c999", "present") == 409


def test_there_is_no_page_of_a_sample_that_is_none(office: Office, analyst: Person) -> None:
    client = office.browser(analyst)
    assert client.get("/en/code/none").status_code == 404
    assert client.get("/de/code").status_code == 404
    assert "No sample was drawn yet" in plain(client, "/en/code")


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.EVALUATOR, Role.COUNCIL, Role.OPERATOR, Role.DPO])
def test_nobody_else_reads_contacts(office: Office, sample: CodingSample, role: Role) -> None:
    client = office.browser(office.person("other", role))
    assert client.get(f"/en/code/{sample.sample_id}").status_code == 403


def test_an_analyst_is_led_there(office: Office, analyst: Person) -> None:
    assert "/en/code" in office.browser(analyst).get("/en/account").text
