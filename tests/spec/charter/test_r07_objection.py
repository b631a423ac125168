"""R7. What a customer objected to is not heard; objected to afterwards, it is erased at once and does not come back."""

from dataclasses import replace
from datetime import date

import pytest

from builders import (
    a_call_list,
    a_charter,
    a_csv,
    a_processed,
    a_response,
    a_workspace,
    bytes_of,
    drawn_ids,
    put_sound,
)
from clairevoix import pipeline
from clairevoix.charter.objection import Reason, admit_unobjected, may_link
from clairevoix.intake import ingest_calls, ingest_responses
from clairevoix.model.contact import Contact, EvaluatedContact, Purpose
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.excerpt import Excerpt
from clairevoix.store import epochs, lake, ledger, linked, particulars, published, rated, registry, tombstones, vault
from clairevoix.store.checkpoints import installation_key
from clairevoix.store.receipts import receipts, verify_receipt
from clairevoix.store.tombstones import Kind
from clairevoix.store.workspace import exclusive, pseudonym
from clairevoix.upkeep import Wanted, forgotten

SAID = "Montgolfiere"


def test_an_objection_is_refused():
    admit_unobjected(objected=False)
    with pytest.raises(CharterRefusal) as refusal:
        admit_unobjected(objected=True)
    assert refusal.value.rule_id == "R7"


def listed(project, tmp_path, rows, name="calls", purpose=Purpose.IMPROVE_SERVICE):
    return ingest_calls(project, [a_call_list(tmp_path / name, rows)], purpose)


def heard(project, *source_ids):
    """Contacts that were listed, as a run stores them: with their particulars, words and sound."""
    jobs = {job.contact.contact_id: job.contact for job in registry.jobs(project.registry)}
    ids = [pseudonym(project.workspace, "contact", each) for each in source_ids]
    known = particulars.completed(project.registry, [jobs[each] for each in ids])
    batch = [
        replace(
            a_processed(f"customer | 0.1 | 1.9 | {SAID}{number}", contact_id=each, audio_object=f"sound{number}"),
            contact=known[each],
        )
        for number, each in enumerate(ids)
    ]
    for each in batch:
        put_sound(project, each)
    lake.commit(project.workspace, batch)
    return ids


def test_a_contact_with_an_objection_in_its_list_is_not_heard(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    yes, no = drawn_ids(project, 2)
    rows = [{"contact_id": yes, "objected": "1"}, {"contact_id": no, "objected": ""}]
    report = listed(project, tmp_path, rows)
    assert (report.counts["listed"], report.counts["registered"], report.counts["objected"]) == (1, 1, 1)
    held = bytes_of(tmp_path / "workspace")
    assert yes.encode() not in held
    assert pseudonym(project.workspace, "contact", yes).encode() not in held
    # The objection is remembered, as a salted hash: a list that forgot it does not bring the contact back.
    again = listed(project, tmp_path, [{"contact_id": yes}], "again")
    assert [each.rule_id for each in again.quarantined] == ["R7"]


def test_a_contact_objected_to_afterwards_leaves_every_store(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    one, two = drawn_ids(project, 2)
    listed(project, tmp_path, [{"contact_id": one}, {"contact_id": two}])
    gone, kept = heard(project, one, two)
    report = forgotten(project, Wanted(contacts=[one], reason=Reason.OBJECTION))
    assert report.counts == {"contacts": 1, "sounds": 1, "answers": 0}
    held = bytes_of(tmp_path / "workspace")
    assert f"{SAID}0".encode() not in held
    assert gone.encode() not in held
    assert f"{SAID}1".encode() in held
    assert [each for each, _ in lake.committed(project.workspace)] == [kept]
    assert list(vault.object_ids(project.workspace)) == ["sound1"]
    assert [job.contact.contact_id for job in registry.jobs(project.registry)] == [kept]
    assert ledger.leaves(project.registry)[-1]["event"] == "forget"
    receipt = verify_receipt(receipts(project.registry)[-1], installation_key(project.workspace).verifier())
    assert (receipt.kind, receipt.reason, receipt.counts["contacts"]) == ("forget", "objection", 1)
    again = listed(project, tmp_path, [{"contact_id": one}], "again")
    assert [each.rule_id for each in again.quarantined] == ["R7"]


def test_a_contact_never_seen_can_be_objected_to_beforehand(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    (one,) = drawn_ids(project, 1)
    assert forgotten(project, Wanted(contacts=[one], reason=Reason.OBJECTION)).counts["contacts"] == 0
    assert listed(project, tmp_path, [{"contact_id": one}]).counts["registered"] == 0


def test_its_moments_leave_the_page(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    (one,) = drawn_ids(project, 1)
    listed(project, tmp_path, [{"contact_id": one}])
    heard(project, one)
    moment = Excerpt(
        excerpt_id="e1",
        label="internet_outage",
        month="2025-10",
        text=SAID,
        evidence=(0, 4),
        audio=b"s",
        duration_ms=10,
        cue_ms=0,
    )
    published.replace(project.workspace.snapshot, about={}, released=(), labels=(), excerpts=(moment,))
    forgotten(project, Wanted(contacts=[one], reason=Reason.OBJECTION))
    assert published.read(project.workspace.snapshot).excerpts == ()
    assert SAID.encode() not in bytes_of(tmp_path / "workspace")


ANSWERS = [
    {"response_id": "r1", "answered_on": "2025-10-01", "score": 3, "comment": f"{SAID}9", "customer": "client-4711"},
    {"response_id": "r2", "answered_on": "2025-10-01", "score": 9, "comment": "parfait", "customer": "client-4712"},
]


def a_linked_workspace(tmp_path):
    """Two customers with a contact and an answer each."""
    project = a_workspace(tmp_path / "workspace")
    one, two = drawn_ids(project, 2)
    listed(
        project,
        tmp_path,
        [{"contact_id": one, "customer": "client-4711"}, {"contact_id": two, "customer": "client-4712"}],
    )
    heard(project, one, two)
    answers = tmp_path / "answers.csv"
    answers.write_text(a_csv(ANSWERS))
    ingest_responses(project, [answers], (0, 10))
    return project, answers


def test_contacts_and_answers_of_a_customer_carry_one_pseudonym(tmp_path):
    project, _ = a_linked_workspace(tmp_path)
    names = {pseudonym(project.workspace, "customer", each) for each in ("client-4711", "client-4712")}
    _, of_contacts, _ = linked.contact_columns(project.workspace, date(2025, 1, 1), [Purpose.IMPROVE_SERVICE])
    answered = rated.rated(project.workspace, "nps", date(2025, 11, 1))
    assert set(of_contacts) == set(answered.customers) == names
    assert answered.days == (date(2025, 10, 1),) * 2
    held = bytes_of(tmp_path / "workspace")
    assert b"client-4711" not in held


@pytest.mark.parametrize("reason", [Reason.OBJECTION, Reason.ERASURE])
def test_a_customer_is_forgotten_in_contacts_and_answers(tmp_path, reason):
    project, answers = a_linked_workspace(tmp_path)
    report = forgotten(project, Wanted(customers=["client-4711"], reason=reason))
    assert report.counts == {"contacts": 1, "sounds": 1, "answers": 1}
    held = bytes_of(tmp_path / "workspace")
    for trace in (f"{SAID}0", f"{SAID}9", pseudonym(project.workspace, "customer", "client-4711")):
        assert trace.encode() not in held
    rows = lake.rows(project.workspace, "SELECT score, comment, customer IS NULL FROM responses ORDER BY score")
    assert rows == [(3, None, True), (9, "parfait", False)]
    # The same file again: the mark is known, the words do not come back.
    ingest_responses(project, [answers], (0, 10))
    assert f"{SAID}9".encode() not in bytes_of(tmp_path / "workspace")


@pytest.mark.parametrize(("reason", "is_heard"), [(Reason.OBJECTION, False), (Reason.ERASURE, True)])
def test_an_objection_holds_for_what_comes_an_erasure_for_what_there_is(tmp_path, reason, is_heard):
    project, answers = a_linked_workspace(tmp_path)
    forgotten(project, Wanted(customers=["client-4711"], reason=reason))
    later = drawn_ids(project, 3)[-1]
    report = listed(project, tmp_path, [{"contact_id": later, "customer": "client-4711"}], "later")
    assert report.counts["registered"] == is_heard
    assert report.counts.get("objected", 0) == (not is_heard)
    answers.write_text(a_csv([{**ANSWERS[0], "response_id": "r3"}]))
    assert ingest_responses(project, [answers], (0, 10)).counts["stored"] == is_heard


def test_an_objection_waits_for_nobody(tmp_path):
    """While another command writes, the tombstone is laid; nothing of the contact is stored from then on."""
    project = a_workspace(tmp_path / "workspace")
    (one,) = drawn_ids(project, 1)
    listed(project, tmp_path, [{"contact_id": one}])
    with exclusive(project.workspace):
        report = forgotten(project, Wanted(contacts=[one], reason=Reason.OBJECTION))
        assert report.counts["waiting"] == 1
        heard(project, one)  # the running command had it in hand
        assert lake.committed(project.workspace) == ()
    pipeline.purge(project)
    assert list(vault.object_ids(project.workspace)) == []


#: Purposes, and whether a contact may be tied to its customer's answers.
LINKS = [(Purpose.IMPROVE_SERVICE, True), (Purpose.EVALUATE_WORK, False), (Purpose.TECHNICAL_TEST, False)]


@pytest.mark.parametrize(("purpose", "linked_"), LINKS)
def test_customers_are_linked_for_one_purpose_alone(tmp_path, purpose, linked_):
    assert may_link(purpose) is linked_
    project = a_workspace(tmp_path / "workspace", charter=a_charter() + "[purposes]\nevaluate-work = true\n")
    rows = [{"contact_id": drawn_ids(project, 1)[0], "customer": "client-4711", "agent": "agent-0815"}]
    listed(project, tmp_path, rows, purpose=purpose)
    name = pseudonym(project.workspace, "customer", "client-4711").encode()
    assert (name in bytes_of(tmp_path / "workspace")) is linked_


def test_work_is_not_evaluated_unless_the_charter_says_so(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    with pytest.raises(CharterRefusal) as refusal:
        listed(project, tmp_path, [{"contact_id": "C-1", "agent": "agent-0815"}], purpose=Purpose.EVALUATE_WORK)
    assert refusal.value.rule_id == "R9"


@pytest.mark.parametrize("purpose", [Purpose.IMPROVE_SERVICE, Purpose.TECHNICAL_TEST])
def test_no_noun_and_no_table_can_hold_an_agent_for_another_purpose(tmp_path, purpose):
    with pytest.raises(ValueError, match="only an evaluation"):
        EvaluatedContact(
            contact_id="c1",
            started_at=a_processed("agent | 0 | 1 | oui").contact.started_at,
            parties=(),
            purpose=purpose,
            agent="a",
            epoch="e",
        )
    assert "agent" not in Contact.__slots__
    project = a_workspace(tmp_path / "workspace")
    rows = [{"contact_id": drawn_ids(project, 1)[0], "agent": "agent-0815"}]
    listed(project, tmp_path, rows, purpose=purpose)
    held = bytes_of(tmp_path / "workspace")
    assert b"agent-0815" not in held
    assert pseudonym(project.workspace, "agent", "agent-0815").encode() not in held
    assert epochs.existing(project.workspace) == ()


def test_an_employee_is_forgotten_over_all_epochs_whose_keys_exist(tmp_path):
    charter = a_charter() + "analysis_days = 30\n[purposes]\nevaluate-work = true\n"
    project = a_workspace(tmp_path / "workspace", charter=charter)
    one, two, three = drawn_ids(project, 3)
    days = {one: "2025-09-16", two: "2025-10-14", three: "2025-10-14"}
    rows = [
        {
            "contact_id": each,
            "agent": "agent-0816" if each == three else "agent-0815",
            "started_at": f"{day}T09:00:00+02:00",
        }
        for each, day in days.items()
    ]
    listed(project, tmp_path, rows, purpose=Purpose.EVALUATE_WORK)
    heard(project, one, two, three)
    names = dict(lake.rows(project.workspace, "SELECT contact_id, agent FROM contacts"))
    assert len(set(names.values())) == 3, "two epochs give one employee two names"
    report = forgotten(project, Wanted(agents=["agent-0815"], reason=Reason.OBJECTION))
    assert report.counts["contacts"] == 2
    assert lake.rows(project.workspace, "SELECT agent FROM contacts") == [
        (names[pseudonym(project.workspace, "contact", three)],)
    ]
    later = listed(
        project,
        tmp_path,
        [{"contact_id": drawn_ids(project, 4)[-1], "agent": "agent-0815"}],
        "later",
        Purpose.EVALUATE_WORK,
    )
    assert later.counts["objected"] == 1


def test_an_answer_of_nobody_known_is_stored_as_before(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    lake.add_responses(project.workspace, [a_response(9, "r1")])
    assert linked.customers(project.workspace) == frozenset()
    assert not tombstones.read(project.workspace).has_any(Kind.CUSTOMER)
