"""Evaluations and their events in the registry, and the whole course through the program."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from builders import a_workspace, bytes_of
from clairevoix import evaluating, upkeep
from clairevoix.charter.budget import period_of
from clairevoix.charter.evaluation import advance, drafted
from clairevoix.model.contact import EvaluatedContact, Purpose
from clairevoix.model.errors import CharterRefusal, StoreError
from clairevoix.model.evaluation import Action, Actor, Reason, RedactedText, Spent, Standing, Viewer, Work
from clairevoix.store import budgets, evaluation_rows, evaluations, ledger
from clairevoix.store.acknowledgements import acknowledge
from courses import (
    AGENT,
    BASILE,
    CHLOE,
    DAY,
    FOUND,
    SECOND,
    START,
    TERMS,
    WAYS,
    a_criterion,
    a_draft,
    a_grid,
    an_explanation,
    event,
)


@pytest.fixture
def project(tmp_path):
    opened = a_workspace(tmp_path)
    acknowledge(opened.registry, [AGENT], opened.consulted.version_at(START), START)
    changed = replace(opened.charter, evaluations_per_person=4, chosen_share=0.1)
    return replace(opened, charter=changed)


def add(project, evaluation_id: str = "e1", **changes: object):
    evaluation = drafted(a_draft(evaluation_id, **changes), TERMS, START)
    evaluations.add(project.registry, project.workspace, evaluation, lambda _: Spent(period=START.date(), n=1, n_all=1))
    return evaluation


def play(project, evaluation, steps):
    """Appends the steps straight to the store."""
    for step in steps:
        after = advance(evaluation, step)
        assert evaluations.append(project.registry, project.workspace, evaluation, after, step)
        evaluation = after
    return evaluation


def leaves(project) -> list[dict[str, object]]:
    return [each for each in ledger.leaves(project.registry) if each["event"] == "evaluation"]


@pytest.mark.parametrize("where", Standing)
def test_an_evaluation_comes_back_as_its_events_made_it(project, where):
    made = play(project, add(project), WAYS[where])
    assert evaluating.read(project, "e1") == made
    assert made.standing is where


def test_what_is_written_comes_back_as_it_was():
    steps = [step for way in WAYS.values() for step in way]
    for number, step in enumerate(steps):
        assert evaluation_rows.to_event(evaluation_rows.of_event("e1", number, step), "e1", number) == step
    chosen = a_draft(reason=Reason.ONBOARDING)
    assert evaluation_rows.to_draft(evaluation_rows.of_draft(chosen, TERMS), "e1") == (chosen, TERMS)


@pytest.mark.parametrize("place", [("e2", 0), ("e1", 1)])
def test_a_row_in_anothers_place_does_not_open(place):
    with pytest.raises(StoreError, match="place"):
        evaluation_rows.to_event(evaluation_rows.of_event("e1", 0, event(Action.OPEN, SECOND)), *place)
    with pytest.raises(StoreError, match="place"):
        evaluation_rows.to_draft(evaluation_rows.of_draft(a_draft("e1"), TERMS), "e2")


def test_each_event_has_a_leaf_of_ids_counts_and_enums(project):
    play(project, add(project), WAYS[Standing.AMENDED])
    found = leaves(project)
    assert [each["action"] for each in found] == ["draft", *(each.action.value for each in WAYS[Standing.AMENDED])]
    assert {key for each in found for key in each} == {
        *("event", "evaluation", "standing", "action", "at", "by", "number", "ground"),
        *("origin", "drawn", "reason", "grid", "charter", "period"),
    }
    assert all(isinstance(value, (str, int)) and len(str(value)) <= 40 for each in found for value in each.values())
    assert AGENT not in json.dumps(found)
    assert BASILE not in json.dumps(found)


def test_what_somebody_wrote_and_decided_is_sealed(project):
    words = RedactedText(text="montgolfière", n_entities=0)
    steps = [*WAYS[Standing.WITH_EMPLOYEE], event(Action.COMMENT, 2 * DAY, text=words)]
    play(project, add(project), steps)
    project.registry.dispose()
    with sqlite3.connect(project.workspace.registry) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    held = bytes_of(project.workspace.root)
    for secret in ("montgolfière", "not-met", "Annonce de la suite", "account-anne", "span"):
        assert secret.encode() not in held


def test_an_event_and_its_leaf_are_kept_together_or_not_at_all(project, monkeypatch):
    evaluation = add(project)
    step = event(Action.OPEN, SECOND)

    def broken(*_: object, **__: object) -> None:
        raise StoreError("the ledger fails")

    monkeypatch.setattr(evaluations, "append_within", broken)
    with pytest.raises(StoreError):
        evaluations.append(project.registry, project.workspace, evaluation, advance(evaluation, step), step)
    with pytest.raises(StoreError):
        add(project, "e2")
    assert evaluating.read(project, "e1") == evaluation
    assert evaluations.live(project.registry) == ("e1",)


def test_of_two_at_once_one_is_stale(project):
    evaluation = add(project)
    step = event(Action.OPEN, SECOND)
    after = advance(evaluation, step)
    assert evaluations.append(project.registry, project.workspace, evaluation, after, step)
    assert not evaluations.append(project.registry, project.workspace, evaluation, after, step)
    assert len(leaves(project)) == 2


def test_many_at_once_lose_nothing(project):
    play(project, add(project), WAYS[Standing.WITH_EMPLOYEE])
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: evaluating.act(project, "e1", event(Action.COMMENT, 2 * DAY)), range(16)))
    assert evaluating.read(project, "e1").n_events == len(WAYS[Standing.WITH_EMPLOYEE]) + 16


def test_one_sees_ones_own_and_nobody_elses(project):
    for number in range(6):
        add(project, f"e{number}", agent_id=f"agent-{number % 2}")
    found = evaluations.of_agent(project.registry, project.workspace, "agent-1")
    assert [each.draft.evaluation_id for each in found] == ["e1", "e3", "e5"]
    assert evaluations.of_agent(project.registry, project.workspace, "") == ()


def test_the_queue_is_in_an_order_of_nobody(project):
    names = [f"e{number:02d}" for number in range(40)]
    for number, name in enumerate(names):
        add(project, name, agent_id=f"agent-{number // 10}")
    found = evaluations.waiting(project.registry, [Standing.DRAFTED])
    assert sorted(found) == names
    assert list(found) != names
    assert found == evaluations.waiting(project.registry, [Standing.DRAFTED])
    # Neighbours are of one person about one time in four, as chance has it: 9 of 39, standard deviation 2.7.
    together = sum(int(a[1:]) // 10 == int(b[1:]) // 10 for a, b in pairwise(found))
    assert together < 9 + 5 * 2.7


def test_what_is_past_its_term_is_deleted_whole(project):
    play(project, add(project, "old"), WAYS[Standing.WITH_EMPLOYEE])
    assert evaluations.forget_until(project.registry, START + TERMS.term_days * DAY - SECOND) == 0
    assert evaluations.forget_until(project.registry, START + TERMS.term_days * DAY) == 1
    assert evaluations.live(project.registry) == ()
    with pytest.raises(StoreError, match="no such"):
        evaluating.read(project, "old")
    with sqlite3.connect(project.workspace.registry) as connection:
        assert connection.execute("SELECT count(*) FROM evaluation_events").fetchone() == (0,)
    connection.close()


def test_moments_of_other_zones_are_compared_in_one(project):
    east = datetime(2026, 3, 2, 9, tzinfo=UTC).astimezone(tz=None)
    evaluation = replace(add(project), drafted_at=east)
    step = event(Action.OPEN, timedelta(0), account_id=CHLOE)
    evaluations.append(project.registry, project.workspace, evaluation, advance(evaluation, step), step)
    assert evaluations.latest_at(project.registry) == START


def a_work(contact_id: str = "c1", agent: str = AGENT, annotations=FOUND) -> Work:
    contact = EvaluatedContact(
        contact_id=contact_id,
        started_at=START,
        parties=(),
        purpose=Purpose.EVALUATE_WORK,
        agent=agent,
        epoch="2026",
    )
    return Work(contact=contact, duration_ms=300_000, annotations=annotations)


def refusals(project) -> list[object]:
    return [each["rule"] for each in ledger.leaves(project.registry) if each["event"] == "refusal"]


def test_from_a_contact_to_effect(project):
    evaluation, spent = evaluating.draft(project, a_work(), a_grid(), place=UTC, at=START)
    own_terms = evaluating.evaluation_terms(project.charter)
    assert (evaluation.terms, spent.n) == (own_terms, 1)
    name = evaluation.draft.evaluation_id
    for step in WAYS[Standing.CONFIRMED]:
        confirmed = evaluating.act(project, name, step)
    bundle = replace(an_explanation(confirmed), evaluation_id=name)
    with pytest.raises(CharterRefusal, match="R14"):
        evaluating.act(project, name, event(Action.DELIVER, 100 * SECOND))
    with pytest.raises(CharterRefusal, match="R14"):
        evaluating.act(project, name, event(Action.DELIVER, 100 * SECOND), replace(bundle, models=()))
    evaluating.act(project, name, event(Action.DELIVER, 100 * SECOND), bundle)
    with pytest.raises(CharterRefusal, match="R13"):
        evaluating.shown(project, name, viewer=Viewer.COACH, account_id=CHLOE, at=START + DAY)
    shown = evaluating.shown(project, name, viewer=Viewer.EMPLOYEE, account_id=AGENT, at=START + DAY)
    assert json.loads(shown)["evaluation_id"] == name
    evaluating.act(project, name, event(Action.SEE, DAY))
    free = START + DAY + own_terms.embargo_days * DAY
    assert evaluating.tick(project, free - SECOND) == 0
    assert evaluating.usable(project, free - SECOND) == ()
    assert evaluating.tick(project, free) == 1
    assert [each.draft.evaluation_id for each in evaluating.usable(project, free)] == [name]
    assert evaluating.shown(project, name, viewer=Viewer.COACH, account_id=CHLOE, at=free) == shown
    evaluating.act(project, name, event(Action.CONTEST, 9 * DAY))
    assert evaluating.usable(project, START + 9 * DAY) == ()
    assert evaluating.tick(project, START + 9 * DAY + own_terms.review_days * DAY) == 1
    assert evaluating.read(project, name).standing is Standing.VOID
    assert refusals(project) == ["R14", "R14", "R13"]


def test_what_is_refused_is_in_the_ledger(project):
    none = replace(project, charter=replace(project.charter, evaluations_per_person=0))
    with pytest.raises(CharterRefusal, match="R5"):
        evaluating.draft(none, a_work(), a_grid(), place=UTC, at=START)
    with pytest.raises(CharterRefusal, match="R3"):
        evaluating.draft(project, a_work(), a_grid(a_criterion()), place=UTC, at=START)
    with pytest.raises(CharterRefusal, match="R2"):
        evaluating.draft(project, a_work(), a_grid(a_criterion("Sourire", weight=100)), place=UTC, at=START)
    with pytest.raises(CharterRefusal, match="R5"):
        evaluating.draft(project, a_work(), a_grid(), place=UTC, at=START, reason=Reason.ONBOARDING)
    evaluation, _ = evaluating.draft(project, a_work(), a_grid(), place=UTC, at=START)
    with pytest.raises(CharterRefusal, match="R12"):
        evaluating.act(project, evaluation.draft.evaluation_id, event(Action.CONFIRM, DAY))
    assert refusals(project) == ["R5", "R3", "R2", "R5", "R12"]


def test_what_rests_on_a_deleted_contact_is_void(project):
    play(project, add(project, "e1", contact_id="c1"), WAYS[Standing.EFFECTIVE])
    play(project, add(project, "e2", contact_id="c1"), WAYS[Standing.VOID])
    add(project, "e3", contact_id="c3")
    assert evaluating.lose_evidence(project, ["c1", "unknown"], START + 20 * DAY) == 1
    assert [evaluating.read(project, each).standing for each in ("e1", "e2", "e3")] == [
        *(Standing.VOID, Standing.VOID, Standing.DRAFTED),
    ]


def test_what_a_budget_bore_goes_with_the_analysis_it_belongs_to(project):
    evaluating.draft(project, a_work(), a_grid(), place=UTC, at=START)
    terms = evaluating.budget_terms(project.charter)
    first = period_of(START.date(), terms.days, None)
    later = START.date() + 2 * project.charter.analysis_days * DAY
    evaluating.draft(project, a_work(), a_grid(), place=UTC, at=START + 60 * DAY)
    assert budgets.spent(project.registry, AGENT, first).n == 1
    upkeep.deleted(replace(project, today=later))
    assert budgets.spent(project.registry, AGENT, first).n == 0


def test_a_clock_set_back_is_told_the_last_moment(project):
    play(project, add(project), WAYS[Standing.CONTESTED])  # the contest is of the third day
    evaluation, _ = evaluating.draft(project, a_work(), a_grid(), place=UTC, at=START - 400 * DAY)
    assert evaluation.drafted_at == START + 2 * DAY


def test_what_somebody_writes_is_redacted_first():
    kept = evaluating.redacted("Rappelez-moi au 06 39 98 12 34", "fr")
    assert "39 98" not in kept.text
    assert kept.n_entities == 1
    assert "Rappelez" not in repr(kept)


def test_the_clock_is_nobody(project):
    evaluation = add(project)
    with pytest.raises(CharterRefusal):
        evaluating.act(project, evaluation.draft.evaluation_id, event(Action.EXPIRE, 100 * DAY, by=Actor.EVALUATOR))
