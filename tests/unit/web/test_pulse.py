"""The pages of the pulse: a token is fetched by an employee, blindly, and used by nobody in particular."""

import base64
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from builders import a_workspace
from clairevoix import pulse
from clairevoix.charter.access import Role
from clairevoix.charter.blinding import Token, blind, finalize, new_text, written
from clairevoix.cli.pulse import command
from clairevoix.store import credentials, ledger, wellbeing
from people import CHEAP, Clock, Office, an_office, csrf_of
from pulses import MONTH, a_key, a_token, forged, opened

EARLY, LATER = datetime(2025, 9, 5, 9, tzinfo=UTC), datetime(2025, 9, 20, 9, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(credentials, "COST", CHEAP)
    monkeypatch.setattr(pulse, "_admit", lambda _project: None)
    project = a_workspace(tmp_path / "workspace")
    opened(project)
    return an_office(tmp_path, project=project, clock=Clock(EARLY))


def an_employee(office: Office, name: str = "worker") -> TestClient:
    return office.browser(office.person(name, Role.EMPLOYEE, agent=name, second_factor=False))


def fetched(client: TestClient) -> str:
    """A token, as the script of the page makes it."""
    key = a_key()
    asked = blind(key.n, new_text())
    letters = base64.urlsafe_b64encode(asked.message).decode()
    answer = client.post("/fr/me/pulse", data={"csrf": csrf_of(client), "blinded": letters, "as": "json"})
    assert answer.status_code == 200, answer.text
    signed = base64.urlsafe_b64decode(answer.json()["signature"])
    return written(Token(month=MONTH, prepared=asked.prepared, signature=finalize(key.n, asked, signed)))


def sent(office: Office, token: str, **changes: str) -> "tuple[int, str]":
    """What a browser that nobody is signed in with is answered."""
    fields = {"token": token, "site": "lille", "item-time": "3", "item-rest": "2", **changes}
    answer = office.browser().post("/fr/pulse", data=fields)
    return answer.status_code, " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def n_answers(office: Office) -> int:
    return wellbeing.counts(office.project.workspace.wellbeing)[MONTH][0]


def test_a_token_is_fetched_by_an_employee_and_used_by_nobody(office: Office) -> None:
    token = fetched(an_employee(office))
    office.clock.now = LATER
    status, said = sent(office, token)
    assert (status, n_answers(office)) == (200, 1)
    assert "Merci" in said


def test_a_token_is_used_once(office: Office) -> None:
    token = fetched(an_employee(office))
    office.clock.now = LATER
    sent(office, token)
    status, said = sent(office, token)
    assert (status, n_answers(office)) == (409, 1)
    assert "Ce jeton a déjà servi" in said


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("", "Ce n’est pas un jeton"),
        ("2025-09.x.y", "Ce n’est pas un jeton"),
        (written(a_token(month="2025-08")), "Ce jeton est du baromètre d’un autre mois"),
        (written(forged(a_token())), "n’a pas été signé avec la clé de ce mois"),
        (written(a_token(a_key(2))), "n’a pas été signé avec la clé de ce mois"),
    ],
)
def test_what_is_no_token_of_the_month_is_refused_in_words(office: Office, token: str, said: str) -> None:
    office.clock.now = LATER
    status, text = sent(office, token)
    assert (status, n_answers(office)) == (409, 0)
    assert said in text


def test_before_and_after_its_days_nothing_is_taken(office: Office) -> None:
    token = fetched(an_employee(office))
    for now, words in ((EARLY, "C’est trop tôt"), (datetime(2025, 10, 2, tzinfo=UTC), "C’est trop tard")):
        office.clock.now = now
        status, said = sent(office, token)
        assert (status, n_answers(office)) == (409, 0)
        assert words in said


def test_a_browser_that_is_signed_in_may_not_answer(office: Office) -> None:
    client = an_employee(office)
    token = fetched(client)
    office.clock.now = LATER
    client = an_employee(office, "other")
    assert 'id="refused"' in client.get("/fr/pulse").text
    assert "<form" not in client.get("/fr/pulse").text
    fields = {"token": token, "item-time": "3", "csrf": csrf_of(client)}
    assert client.post("/fr/pulse", data=fields).status_code == 409
    assert n_answers(office) == 0


def test_each_employee_is_given_one_token_a_month(office: Office) -> None:
    client = an_employee(office)
    fetched(client)
    other = base64.urlsafe_b64encode(blind(a_key().n, new_text()).message).decode()
    answer = client.post("/fr/me/pulse", data={"csrf": csrf_of(client), "blinded": other, "as": "json"})
    assert answer.status_code == 409
    assert "un par personne" in answer.json()["refused"]
    assert 'id="make"' not in client.get("/fr/me/pulse").text
    fetched(an_employee(office, "second"))


@pytest.mark.parametrize("blinded", ["", "%%%", "AAAA", "é", base64.urlsafe_b64encode(b"\0" * 128).decode()])
def test_what_is_no_blinded_text_is_not_signed_and_costs_no_token(office: Office, blinded: str) -> None:
    client = an_employee(office)
    answer = client.post("/fr/me/pulse", data={"csrf": csrf_of(client), "blinded": blinded})
    assert answer.status_code == 409
    fetched(client)


def test_a_text_blinded_elsewhere_is_signed_on_the_page(office: Office, tmp_path: Path) -> None:
    """The way without the page's script: the program's own commands, on another machine."""
    client, secret = an_employee(office), tmp_path / "secret.json"
    run = CliRunner().invoke(command, ["blind", MONTH, f"{a_key().n:x}", "--out", str(secret)])
    page = client.post("/en/me/pulse", data={"csrf": csrf_of(client), "blinded": run.stdout.strip()}).text
    signature = re.search(r'id="signature"[^>]*>([^<]+)<', page)
    assert signature is not None
    run = CliRunner().invoke(command, ["unblind", str(secret), signature[1]])
    office.clock.now = LATER
    assert sent(office, run.stdout)[0] == 200
    assert secret.stat().st_mode & 0o077 == 0
    assert CliRunner().invoke(command, ["unblind", str(secret), "AAAA"]).exit_code == 2


@pytest.mark.parametrize(
    "changes",
    [{"site": "paris"}, {"item-time": "", "item-rest": ""}, {"item-agent": "3"}, {"item-time": "9", "item-rest": "x"}],
)
def test_an_answer_that_is_none_keeps_its_token(office: Office, changes: dict[str, str]) -> None:
    token = fetched(an_employee(office))
    office.clock.now = LATER
    assert sent(office, token, **changes)[0] == 422
    assert sent(office, token)[0] == 200


def test_a_remark_is_kept_without_its_personal_data_and_told_only_among_many(office: Office) -> None:
    token = fetched(an_employee(office))
    office.clock.now = LATER
    sent(office, token, remark="Appelez-moi au 06 39 98 12 34.")
    folder = office.project.workspace.wellbeing
    (remark,) = wellbeing.remarks(folder, MONTH)
    assert "06 39 98 12 34" not in remark
    root = str(office.project.workspace.root)
    run = CliRunner().invoke(command, ["remarks", MONTH, "--workspace", root])
    assert run.exit_code != 0
    assert remark not in run.output


def test_pages_and_answers_leave_nothing_in_the_ledger(office: Office) -> None:
    token = fetched(an_employee(office))
    before = len(ledger.leaves(office.engine))
    office.clock.now = LATER
    sent(office, token)
    sent(office, token)
    assert len(ledger.leaves(office.engine)) == before


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_without_a_round_the_pages_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setattr(credentials, "COST", CHEAP)
    office = an_office(tmp_path, clock=Clock(LATER))
    assert "<form" not in office.browser().get(f"/{lang}/pulse").text
    assert 'id="make"' not in an_employee(office).get(f"/{lang}/me/pulse").text
