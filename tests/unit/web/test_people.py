"""The pages of the employee, the evaluator and the works council, over a workspace in which work is evaluated."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from clairevoix import evaluating
from clairevoix.charter.access import Role
from clairevoix.charter.clocks import Expert
from clairevoix.charter.policy import parse_charter
from clairevoix.charter.versions import Document, Event, Kind, State
from clairevoix.model.evaluation import Standing
from clairevoix.store import consultations, credentials, ledger
from clairevoix.store.acknowledgements import acknowledged_at
from consulted import STRANGER
from courses import START, WAYS
from evaluated import SOURCE_ID, a_workspace_of_work, consulted_again, play, signature
from people import CHEAP, Clock, Office, Person, an_office, csrf_of


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(credentials, "COST", CHEAP)
    project = a_workspace_of_work(tmp_path / "work")
    return an_office(tmp_path, project=project, clock=Clock(START + timedelta(days=2)))


@pytest.fixture
def worker(office: Office) -> Person:
    return office.person("worker", Role.EMPLOYEE, agent=SOURCE_ID, second_factor=False)


def plain(client: TestClient, address: str) -> str:
    """The words of a page."""
    page = client.get(address)
    assert page.status_code == 200, page.text
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def post(client: TestClient, address: str, **fields: str) -> int:
    return client.post(address, data={"csrf": csrf_of(client), **fields}).status_code


def standing(office: Office) -> Standing:
    return evaluating.read(office.project, "e1").standing


# The employee.


def test_the_employee_sees_what_was_drawn_and_how(office: Office, worker: Person) -> None:
    said = plain(office.browser(worker), "/en/me")
    assert "1 March 2026" in said
    assert "about one in 20" in said
    assert "ab" * 32 in said


def test_the_employee_sees_the_budget_and_what_is_measured(office: Office, worker: Person) -> None:
    said = plain(office.browser(worker), "/en/me")
    assert re.search(r"of at most 2 evaluations in the 30 days since", said)
    assert "Savoir si ce que le client doit faire ensuite lui est dit." in said
    assert "opinion: favourable" in said


def test_a_draft_is_told_and_not_shown(office: Office, worker: Person) -> None:
    client = office.browser(worker)
    assert "nobody has confirmed it" in plain(client, "/en/me")
    assert "/en/me/evaluations/e1" not in client.get("/en/me").text
    assert client.get("/en/me/evaluations/e1").status_code == 404
    assert client.get("/en/me/evaluations/e1.json").status_code == 404


def test_the_employee_reads_the_evidence_and_the_explanation(office: Office, worker: Person) -> None:
    play(office.project, WAYS[Standing.WITH_EMPLOYEE][:-1])
    client = office.browser(worker)
    said = plain(client, "/en/me/evaluations/e1")
    assert "Je vous rappelle demain, [NOM 1]" in said
    assert "0:00–0:10" in said
    assert "Weight: 60 of 100." in said
    told = client.get("/en/me/evaluations/e1.json")
    assert told.headers["content-type"] == "application/json"
    assert json.loads(told.text)["evaluation_id"] == "e1"


def test_the_days_to_contest_begin_with_the_first_reading(office: Office, worker: Person) -> None:
    play(office.project, WAYS[Standing.WITH_EMPLOYEE][:-1])
    assert evaluating.read(office.project, "e1").first_seen_at is None
    client = office.browser(worker)
    plain(client, "/en/me/evaluations/e1")
    seen = evaluating.read(office.project, "e1")
    assert seen.first_seen_at == office.clock()
    office.clock.skip(days=1)
    plain(office.browser(worker), "/en/me/evaluations/e1")
    assert evaluating.read(office.project, "e1").n_events == seen.n_events


def test_the_employee_comments_accepts_and_contests(office: Office, worker: Person) -> None:
    play(office.project, WAYS[Standing.WITH_EMPLOYEE])
    client = office.browser(worker)
    assert post(client, "/fr/me/evaluations/e1/comment", text="Rappelez-moi au 06 39 98 12 34.") == 303
    assert standing(office) is Standing.COMMENTED
    assert "[TÉLÉPHONE 1]" in plain(client, "/fr/me/evaluations/e1")
    assert post(client, "/fr/me/evaluations/e1/accept") == 303
    assert standing(office) is Standing.ACCEPTED
    assert post(client, "/fr/me/evaluations/e1/contest", text="J'ai récapitulé à la fin.") == 303
    assert standing(office) is Standing.CONTESTED


def test_a_comment_needs_words(office: Office, worker: Person) -> None:
    play(office.project, WAYS[Standing.WITH_EMPLOYEE])
    client = office.browser(worker)
    page = client.post("/en/me/evaluations/e1/comment", data={"csrf": csrf_of(client), "text": "  "})
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert post(client, "/en/me/evaluations/e1/comment", text="x" * 4001) == 422


def test_a_contest_that_comes_too_late_is_refused_by_its_rule(office: Office, worker: Person) -> None:
    play(office.project, WAYS[Standing.WITH_EMPLOYEE])
    office.clock.skip(days=61)
    client = office.browser(worker)
    page = client.post("/en/me/evaluations/e1/contest", data={"csrf": csrf_of(client)})
    assert page.status_code == 403
    assert "R13" in page.text
    assert ledger.leaves(office.engine)[-1]["rule"] == "R13"


def test_the_deadline_to_contest_is_shown(office: Office, worker: Person) -> None:
    play(office.project, WAYS[Standing.WITH_EMPLOYEE])
    # Read on 3 March at 9:00; sixty days later is 2 May at 9:00; the last whole day is 1 May.
    assert "until 1 May 2026, that day included" in plain(office.browser(worker), "/en/me")


@pytest.mark.parametrize("path", ["", ".json"])
def test_a_colleague_sees_nothing_of_it(office: Office, worker: Person, path: str) -> None:
    play(office.project, WAYS[Standing.WITH_EMPLOYEE])
    colleague = office.browser(office.person("other", Role.EMPLOYEE, agent="Agent-0043", second_factor=False))
    refused = colleague.get(f"/en/me/evaluations/e1{path}")
    assert refused.status_code == 403
    assert "rappelle" not in refused.text
    assert ledger.leaves(office.engine)[-1]["rule"] == "R22"
    assert post(colleague, "/en/me/evaluations/e1/contest") == 403
    assert "evaluations/e1" not in colleague.get("/en/me").text
    assert standing(office) is Standing.WITH_EMPLOYEE


def test_what_does_not_exist_is_a_404(office: Office, worker: Person) -> None:
    assert office.browser(worker).get("/en/me/evaluations/none").status_code == 404


def test_the_notice_is_acknowledged_once(office: Office, worker: Person) -> None:
    client = office.browser(worker)
    version = re.search(r'name="version" value="(\d+)"', client.get("/en/me").text)
    assert version is not None
    assert post(client, "/en/me/notice", version="99") == 404
    assert post(client, "/en/me/notice", version=version[1]) == 303
    assert post(client, "/en/me/notice", version=version[1]) == 303
    agent = office.registry.desk.agents(SOURCE_ID)[0]
    assert acknowledged_at(office.engine, agent, int(version[1])) == office.clock()
    assert [leaf["event"] for leaf in ledger.leaves(office.engine)].count("notice-acknowledged") == 1
    assert 'id="acknowledged"' in client.get("/en/me").text


# The evaluator.


@pytest.fixture
def evaluator(office: Office) -> Person:
    return office.person("anne", Role.EVALUATOR)


def ticked(n: int = 3) -> dict[str, str]:
    return {f"turn-{number}": "1" for number in range(n)}


def test_the_evaluator_reads_first_judges_then_and_hands_it_over(
    office: Office, worker: Person, evaluator: Person
) -> None:
    client = office.browser(evaluator)
    assert "/en/evaluate/e1" in client.get("/en/evaluate").text
    closed = plain(client, "/en/evaluate/e1")
    assert "rappelle" not in closed
    assert post(client, "/en/evaluate/e1/open") == 303
    opened = plain(client, "/en/evaluate/e1")
    assert "Je vous rappelle demain," in opened
    assert "suggested" not in opened
    assert post(client, "/en/evaluate/e1/read", **ticked()) == 403  # nobody reads that fast
    office.clock.skip(seconds=90)
    assert post(client, "/en/evaluate/e1/read", **ticked()) == 303
    assert "The draft suggested: met." in plain(client, "/en/evaluate/e1")
    judged = {"verdict-0": "met", "verdict-1": "not-met"}
    assert post(client, "/en/evaluate/e1/confirm", **judged) == 422  # another verdict than the draft's needs a reason
    assert post(client, "/en/evaluate/e1/confirm", **judged, text="Le récapitulatif manque.") == 303
    assert standing(office) is Standing.WITH_EMPLOYEE
    assert "Le récapitulatif manque." in plain(office.browser(worker), "/en/me/evaluations/e1")


def test_who_read_it_is_on_the_employee_s_page_by_role(office: Office, worker: Person, evaluator: Person) -> None:
    client = office.browser(evaluator)
    post(client, "/en/evaluate/e1/open")
    plain(client, "/en/evaluate/e1")
    page = plain(office.browser(worker), "/en/me")
    today = f"{datetime.now(UTC).date():%-d %B %Y}"
    assert re.search(rf"{today} evaluation evaluator", page)
    assert "anne" not in page


def test_what_was_not_read_is_not_judged(office: Office, evaluator: Person) -> None:
    client = office.browser(evaluator)
    post(client, "/en/evaluate/e1/open")
    office.clock.skip(seconds=90)
    assert post(client, "/en/evaluate/e1/read") == 422
    assert post(client, "/en/evaluate/e1/read", **ticked(1)) == 303  # one passage of two
    judged = {"verdict-0": "met", "verdict-1": "met"}
    assert "verdict-0" not in client.get("/en/evaluate/e1").text
    assert post(client, "/en/evaluate/e1/confirm", **judged) == 403
    assert standing(office) is Standing.DRAFTED


def test_a_contest_is_decided_by_somebody_else(office: Office, evaluator: Person) -> None:
    mine = evaluator.account.account_id
    steps = [
        step.__class__(**{name: getattr(step, name) for name in step.__slots__} | {"account_id": mine})
        if step.account_id == "account-anne"
        else step
        for step in WAYS[Standing.CONTESTED]
    ]
    play(office.project, steps)
    assert "/en/evaluate/e1" not in office.browser(evaluator).get("/en/evaluate").text
    assert post(office.browser(evaluator), "/en/evaluate/e1/take-up") == 403
    reviewer = office.browser(office.person("basile", Role.EVALUATOR))
    assert post(reviewer, "/en/evaluate/e1/take-up") == 303
    decided = {"decision": "amend", "ground": "misheard", "verdict-0": "met", "verdict-1": "met"}
    assert post(reviewer, "/en/evaluate/e1/decide", **decided) == 422  # without reasons
    assert post(reviewer, "/en/evaluate/e1/decide", **decided, text="Le mot est dit à 3:20.") == 303
    assert standing(office) is Standing.AMENDED


def test_an_evaluation_may_be_discarded(office: Office, evaluator: Person) -> None:
    client = office.browser(evaluator)
    post(client, "/en/evaluate/e1/open")
    assert post(client, "/en/evaluate/e1/discard") == 303
    assert standing(office) is Standing.VOID
    assert "nothing for you to do" in plain(client, "/en/evaluate/e1")


# The council.


@pytest.fixture
def council(office: Office) -> Person:
    return office.person("elue", Role.COUNCIL)


def consulted(office: Office) -> tuple[int, str]:
    """Another version, on which the council has spoken and not signed, as of now."""
    made = consulted_again(office.project)
    office.clock.now = datetime.now(UTC)
    return made


def test_the_council_sees_versions_measures_and_refusals(office: Office, council: Person) -> None:
    ledger.append(office.engine, "refusal", rule="R4")
    said = plain(office.browser(council), "/en/council")
    assert "in force" in said
    assert "Savoir si ce que le client doit faire ensuite lui est dit." in said
    assert re.search(r"R4 Sampling before storage 1", said)
    assert "e1" not in re.findall(r"\be1\b", said)
    assert "fewer than 10" in said  # one evaluation was drafted


def test_the_council_sees_how_long_its_time_still_runs(office: Office, council: Person) -> None:
    charter, at = parse_charter({"sampling": {"rate": 0.03}}), datetime.now(UTC)
    version_id = consultations.propose(office.engine, charter, at)
    consultations.record(
        office.engine, version_id, Event(kind=Kind.ASSESS, document=Document(document_id="a", digest="c" * 64)), at
    )
    consultations.record(office.engine, version_id, Event(kind=Kind.NOTIFY, on=at.date(), expert=Expert.NONE), at)
    office.clock.now = at
    assert re.search(r"(28|29|30|31) days left, until", plain(office.browser(council), "/en/council"))


def test_the_council_countersigns_with_a_signature_made_elsewhere(office: Office, council: Person) -> None:
    version_id, digest = consulted(office)
    client = office.browser(council)
    fields = {"version": str(version_id), "signature": signature(digest)}
    assert post(client, "/en/council/countersign", **fields) == 303
    known = consultations.consultations(office.engine)
    assert known.versions[version_id].state is State.COUNTERSIGNED


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 422),
        ("not json", 422),
        ("[]", 422),
        ('{"signatory": "council"}', 422),
        ("another key", 403),
        ("another text", 403),
    ],
)
def test_what_is_no_signature_of_the_council_over_this_text_is_refused(
    office: Office, council: Person, text: str, status: int
) -> None:
    version_id, digest = consulted(office)
    made = {"another key": signature(digest, STRANGER), "another text": signature("0" * 64)}
    client = office.browser(council)
    fields = {"version": str(version_id), "signature": made.get(text, text)}
    assert post(client, "/en/council/countersign", **fields) == status
    assert consultations.consultations(office.engine).versions[version_id].state is State.CONSULTED


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.DPO])
def test_the_council_and_the_officer_suspend_at_once(office: Office, role: Role) -> None:
    office.clock.now = datetime.now(UTC)
    client = office.browser(office.person("who", role))
    version = re.search(r'council/suspend">.*?name="version" value="(\d+)"', client.get("/en/council").text, re.DOTALL)
    assert version is not None
    assert post(client, "/en/council/suspend", version=version[1]) == 303
    known = consultations.consultations(office.engine)
    assert known.versions[int(version[1])].suspended_by == role.value
    assert known.version_at(office.clock()) is None


def test_the_officer_sees_and_does_not_sign(office: Office) -> None:
    version_id, digest = consulted(office)
    client = office.browser(office.person("dpo", Role.DPO))
    assert "council/countersign" not in client.get("/en/council").text
    fields = {"version": str(version_id), "signature": signature(digest)}
    assert post(client, "/en/council/countersign", **fields) == 403


def test_the_council_takes_the_ledger_home(office: Office, council: Person) -> None:
    answer = office.browser(council).get("/en/council/ledger")
    assert answer.headers["content-disposition"] == 'attachment; filename="ledger.jsonl"'
    lines = answer.text.splitlines()
    assert json.loads(lines[0])["size"] == len(lines) - 1


def test_what_no_witness_signed_is_refused(office: Office, council: Person) -> None:
    assert post(office.browser(council), "/en/council/cosign", note="nothing") == 422


@pytest.mark.parametrize("version", ["", "x", "99", "-1", "²"])
def test_a_version_that_does_not_exist_is_a_404(office: Office, council: Person, version: str) -> None:
    assert post(office.browser(council), "/en/council/suspend", version=version) == 404
