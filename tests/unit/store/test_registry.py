"""Jobs, draws and the ledger."""

import hashlib
import sqlite3

import pytest

from builders import a_contact, a_workspace, bytes_of
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.errors import Code
from clairevoix.model.survey import Survey
from clairevoix.store import database, ledger, registry
from clairevoix.store.registry import Draw, Job, State


@pytest.fixture
def project(tmp_path):
    return a_workspace(tmp_path)


def a_job(contact_id: str = "c1", **changes: object) -> Job:
    return Job(contact=a_contact(contact_id, **changes), source_mark=f"mark-{contact_id}", source=b"sealed")


def a_draw(list_mark: str = "list", n_listed: int = 10, n_drawn: int = 1) -> Draw:
    return Draw(
        list_mark=list_mark,
        purpose=Purpose.IMPROVE_SERVICE,
        rate=0.1,
        n_listed=n_listed,
        n_drawn=n_drawn,
        seed_commitment="commitment",
    )


def states(project) -> dict[str, State]:
    return {job.contact.contact_id: job.state for job in registry.jobs(project.registry)}


def test_a_job_comes_back_as_it_was(project):
    jobs = [
        a_job("c1", site="lille", language="en"),
        a_job("c2", parties=(), purpose=Purpose.TECHNICAL_TEST),
        a_job("c3", parties=(Party.UNKNOWN,)),
    ]
    registry.add_jobs(project.registry, jobs, a_draw())
    assert registry.jobs(project.registry) == tuple(jobs)
    assert registry.known_marks(project.registry) == {f"c{n}": f"mark-c{n}" for n in (1, 2, 3)}


def test_a_known_job_is_not_registered_again(project):
    registry.add_jobs(project.registry, [a_job()], a_draw())
    registry.mark_done(project.registry, ["c1"])
    registry.add_jobs(project.registry, [a_job()], a_draw())
    assert states(project) == {"c1": State.DONE}


def test_jobs_move_through_their_states(project):
    registry.add_jobs(project.registry, [a_job(f"c{n}") for n in (1, 2, 3)], a_draw())
    registry.mark_done(project.registry, ["c1"])
    registry.mark_quarantined(project.registry, "c2", Code.NO_SOUND)
    assert states(project) == {"c1": State.DONE, "c2": State.QUARANTINED, "c3": State.PENDING}
    (aside,) = registry.jobs(project.registry, State.QUARANTINED)
    assert (aside.code, aside.rule_id) == (Code.NO_SOUND, None)
    assert registry.reopen(project.registry, State.QUARANTINED) == 1
    (reopened,) = [job for job in registry.jobs(project.registry) if job.contact.contact_id == "c2"]
    assert (reopened.state, reopened.code) == (State.PENDING, None)


def test_what_the_charter_refused_is_not_tried_again(project):
    registry.add_jobs(project.registry, [a_job()], a_draw())
    registry.mark_quarantined(project.registry, "c1", Code.REFUSED, "R8")
    assert registry.reopen(project.registry, State.QUARANTINED) == 0
    assert states(project) == {"c1": State.QUARANTINED}


def test_the_question_of_a_survey_is_its_latest_wording(project):
    for question in ("Et alors ?", "Recommanderiez-vous ?"):
        registry.add_survey(project.registry, Survey(survey_id="nps", question=question, scale_min=0, scale_max=10))
    assert registry.questions(project.registry) == {"nps": "Recommanderiez-vous ?"}


def test_marking_nothing_does_nothing(project):
    registry.mark_done(project.registry, [])
    registry.forget(project.registry, [])
    assert states(project) == {}


def test_a_forgotten_job_leaves_nothing_in_the_file(project):
    registry.add_jobs(project.registry, [a_job("Montgolfiere")], a_draw())
    registry.forget(project.registry, ["Montgolfiere"])
    project.registry.dispose()
    with sqlite3.connect(project.workspace.registry) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert b"Montgolfiere" not in bytes_of(project.workspace.root)


def test_a_draw_listed_again_is_one_draw(project):
    registry.add_jobs(project.registry, [], a_draw(n_drawn=1))
    registry.add_jobs(project.registry, [], a_draw(n_drawn=2))
    registry.add_jobs(project.registry, [], a_draw("another"))
    assert sorted(draw.n_drawn for draw in registry.draws(project.registry)) == [1, 2]


def test_a_refusal_is_in_the_ledger_with_its_rule(project):
    registry.add_jobs(project.registry, [a_job()], a_draw())
    registry.mark_quarantined(project.registry, "c1", Code.REFUSED, "R8")
    leaf = ledger.leaves(project.registry)[-1]
    assert (leaf["event"], leaf["rule"], leaf["contact"]) == ("refusal", "R8", "c1")


def test_leaves_are_kept_in_order_and_hashed_with_their_salt(project):
    for number in range(3):
        ledger.append(project.registry, "event", number=number)
    assert [leaf["number"] for leaf in ledger.leaves(project.registry)[-3:]] == [0, 1, 2]
    project.registry.dispose()
    with sqlite3.connect(project.workspace.registry) as connection:
        rows = connection.execute("SELECT leaf, salt, payload FROM ledger").fetchall()
    connection.close()
    assert all(hashlib.sha256(b"\0" + salt + payload.encode()).hexdigest() == leaf for leaf, salt, payload in rows)
    assert len({salt for _, salt, _ in rows}) == len(rows)


def test_a_registry_opens_again(project, tmp_path):
    registry.add_jobs(project.registry, [a_job()], a_draw())
    again = database.connect(project.workspace)
    assert len(registry.jobs(again)) == 1
    again.dispose()
