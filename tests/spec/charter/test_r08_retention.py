"""R8. Recordings live 180 days at most and free comments 365; older ones are refused, left out and deleted."""

import hashlib
import tomllib
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from builders import (
    TODAY,
    a_call_list,
    a_charter,
    a_csv,
    a_processed,
    a_response,
    bytes_of,
    drawn_ids,
    put_sound,
)
from builders import a_workspace as a_workspace_of
from clairevoix import pipeline
from clairevoix.charter.admission import admit_processing
from clairevoix.charter.notes import NoteError
from clairevoix.charter.policy import Charter, parse_charter
from clairevoix.charter.retention import Kept, admit_age, oldest_day
from clairevoix.figures import labels
from clairevoix.intake import ingest_calls, ingest_responses, ingest_reviews
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal, Code, SettingsError, StoreError
from clairevoix.model.excerpt import Excerpt
from clairevoix.model.outcome import Quarantined
from clairevoix.store import cells, epochs, lake, ledger, published, registry, vault
from clairevoix.store.checkpoints import installation_key
from clairevoix.store.receipts import digest_of, receipts, verify_receipt
from clairevoix.store.registry import State
from clairevoix.tasks import tasks_of
from clairevoix.upkeep import judged_on

#: Words and sounds have one term here, but where a test is about their difference.
ONE_TERM = a_charter() + "analysis_days = 180\n"


def a_workspace(root, charter=ONE_TERM):
    return a_workspace_of(root, charter=charter)


#: Kept for how long, made how many days ago, and the answer.
AGES = [
    (Kept.RECORDING, 180, 0, True),
    (Kept.RECORDING, 180, 179, True),
    (Kept.RECORDING, 180, 180, True),  # the last day
    (Kept.RECORDING, 180, 181, False),
    (Kept.RECORDING, 1, 1, True),
    (Kept.RECORDING, 1, 2, False),
    (Kept.ANALYSIS, 365, 365, True),
    (Kept.ANALYSIS, 365, 366, False),
    (Kept.COMMENT, 365, 365, True),
    (Kept.COMMENT, 365, 366, False),
    (Kept.COMMENT, 90, 90, True),
    (Kept.COMMENT, 90, 91, False),
]


@pytest.mark.parametrize(("kept", "days", "age", "admitted"), AGES)
def test_age_admitted(kept, days, age, admitted):
    charter = Charter(recording_days=days, analysis_days=days, comment_days=days)
    made_on = TODAY - timedelta(days=age)
    if admitted:
        admit_age(charter, kept, made_on, TODAY)
        return
    with pytest.raises(CharterRefusal) as refusal:
        admit_age(charter, kept, made_on, TODAY)
    assert refusal.value.rule_id == "R8"


@pytest.mark.parametrize(("age", "admitted"), [(180, True), (181, False)])
def test_a_recording_that_waited_too_long_is_refused_before_it_is_opened(age, admitted):
    charter, recorded_on = Charter(recording_days=180, analysis_days=365), TODAY - timedelta(days=age)
    if admitted:
        admit_processing(charter=charter, recorded_on=recorded_on, today=TODAY)
        return
    with pytest.raises(CharterRefusal):
        admit_processing(charter=charter, recorded_on=recorded_on, today=TODAY)


def test_terms_across_a_leap_day():
    assert oldest_day(Charter(comment_days=365), Kept.COMMENT, date(2025, 2, 28)) == date(2024, 2, 29)


#: What a charter.toml asks for, and the answer.
TERMS = [
    ("recording_days", "180", None),  # CNIL: six months
    ("recording_days", "1", None),
    ("recording_days", "181", "rule R8: CNIL, recordings six months"),
    ("recording_days", "0", "rule R8"),
    ("recording_days", "-1", "rule R8"),
    ("recording_days", "30.0", "must be a number of type int"),  # half a day is no day
    ("comment_days", "365", None),
    ("comment_days", "366", "rule R8: CNIL, evaluation documents one year"),
    ("comment_days", "true", "must be a number"),
]


@pytest.mark.parametrize(("name", "value", "complaint"), TERMS)
def test_terms_are_bounded_with_their_source(name, value, complaint):
    document = tomllib.loads(f"[retention]\n{name} = {value}\n")
    if complaint is None:
        assert getattr(parse_charter(document), name) == int(value)
        return
    with pytest.raises(SettingsError, match=complaint):
        parse_charter(document)


def days_ago(age: int, *, hour: int = 12, offset_h: int = 0) -> datetime:
    day = TODAY - timedelta(days=age)
    return datetime(day.year, day.month, day.day, hour, tzinfo=timezone(timedelta(hours=offset_h)))


def test_an_old_call_is_refused_at_the_door(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    ids = drawn_ids(project, 2)
    rows = [
        {"contact_id": ids[0], "started_at": days_ago(180).isoformat()},
        {"contact_id": ids[1], "started_at": days_ago(181).isoformat()},
    ]
    report = ingest_calls(project, [a_call_list(tmp_path / "calls", rows)])
    assert report.counts["registered"] == 1
    assert report.quarantined == (Quarantined(position="row 2", code=Code.REFUSED, rule_id="R8"),)
    assert {"event": "refusal", "rule": "R8"}.items() <= ledger.leaves(project.registry)[-2].items()


#: A date that lies ahead would put the end of the term ahead as well: it is no date.
@pytest.mark.parametrize("started_at", ["2099-01-01T00:00:00+00:00", "9999-12-31T23:00:00+00:00"])
def test_a_call_dated_in_the_future_does_not_get_a_longer_life(tmp_path, started_at):
    project = a_workspace(tmp_path / "workspace")
    rows = [{"contact_id": drawn_ids(project, 1)[0], "started_at": started_at}]
    report = ingest_calls(project, [a_call_list(tmp_path / "calls", rows)])
    assert report.quarantined == (Quarantined(position="row 1", code=Code.BAD_DATE),)


def test_a_comment_dated_in_the_future_does_not_get_a_longer_life(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    answers = tmp_path / "answers.csv"
    answers.write_text(a_csv([{"response_id": "r1", "answered_on": "2099-01-01", "score": 9, "comment": "bravo"}]))
    report = ingest_responses(project, [answers], (0, 10))
    assert report.quarantined == (Quarantined(position="row 1", code=Code.BAD_DATE),)


def test_a_waiting_call_is_refused_when_its_term_ends_before_the_run(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    rows = [{"contact_id": drawn_ids(project, 1)[0], "started_at": days_ago(180).isoformat()}]
    ingest_calls(project, [a_call_list(tmp_path / "calls", rows)])
    (task,) = tasks_of(project)
    assert isinstance(pipeline.process(task), pipeline.Processed)
    late = pipeline.process(replace(task, today=TODAY + timedelta(days=1)))
    assert late == pipeline.PutAside(code=Code.REFUSED, rule_id="R8")


#: How old an answer is, and whether its comment is stored; the mark always is.
COMMENTS = [(0, True), (365, True), (366, False), (900, False)]


@pytest.mark.parametrize(("age", "stored"), COMMENTS)
def test_an_old_comment_is_not_stored_but_its_mark_is(tmp_path, age, stored):
    project = a_workspace(tmp_path / "workspace")
    answers = tmp_path / "answers.csv"
    answered_on = TODAY - timedelta(days=age)
    answers.write_text(a_csv([{"response_id": "r1", "answered_on": answered_on, "score": 3, "comment": "merci"}]))
    ingest_responses(project, [answers], (0, 10))
    assert lake.rows(project.workspace, "SELECT score, comment FROM responses") == [(3, "merci" if stored else None)]


OLD, NEW = "Montgolfiere", "Parapluie"


def stored_contacts(tmp_path, ages: dict[str, datetime], charter=ONE_TERM):
    project = a_workspace(tmp_path, charter)
    batch = [
        a_processed(
            f"customer | 0.1 | 1.9 | {OLD if contact_id == 'old' else NEW} {contact_id}words",
            contact_id=contact_id,
            audio_object=f"{contact_id}audio",
            started_at=started_at,
        )
        for contact_id, started_at in ages.items()
    ]
    for each in batch:
        put_sound(project, each)
    lake.commit(project.workspace, batch)
    return project


def test_purge_deletes_what_is_past_its_term_and_nothing_else(tmp_path):
    project = stored_contacts(tmp_path, {"old": days_ago(181), "new": days_ago(180)})
    report = pipeline.purge(project)
    assert report.counts == {"contacts": 1, "jobs": 0, "comments": 0, "left_over": 0}
    for table in ("contacts", "turns", "words"):
        assert {row[0] for row in lake.rows(project.workspace, f"SELECT contact_id FROM {table}")} == {"new"}
    assert list(vault.object_ids(project.workspace)) == ["newaudio"]
    assert vault.take(project.workspace, "newaudio")
    with pytest.raises(StoreError):
        vault.take(project.workspace, "oldaudio")
    assert not [path for path in tmp_path.rglob("*") if "oldaudio" in path.name]


def test_purge_leaves_no_word_of_an_old_contact_in_any_file_of_the_lake(tmp_path):
    # Two commits, so that the old contact has files of its own.
    project = stored_contacts(tmp_path, {"old": days_ago(181)})
    lake.commit(project.workspace, [a_processed(f"customer | 0 | 1 | {NEW}", contact_id="new")])
    assert OLD.encode() in bytes_of(project.workspace.lake)
    pipeline.purge(project)
    held = bytes_of(project.workspace.lake)
    assert NEW.encode() in held
    assert OLD.encode() not in held  # nor in the statistics of the tables' transaction logs


def test_purge_leaves_no_word_in_a_file_that_old_and_new_shared(tmp_path):
    project = stored_contacts(tmp_path, {"old": days_ago(181), "new": days_ago(1)})
    assert OLD.encode() in bytes_of(project.workspace.lake)
    pipeline.purge(project)
    held = bytes_of(project.workspace.lake)
    assert NEW.encode() in held
    assert OLD.encode() not in held


def test_purge_empties_old_comments_and_keeps_their_marks(tmp_path):
    project = a_workspace(tmp_path)
    old, new = (TODAY - timedelta(days=days) for days in (366, 365))
    lake.add_responses(
        project.workspace,
        [
            a_response(3, "old", answered_on=old, comment=f"{OLD} en panne"),
            a_response(9, "new", answered_on=new, comment=f"{NEW} parfait"),
        ],
    )
    assert pipeline.purge(project).counts["comments"] == 1
    stored = lake.rows(project.workspace, "SELECT response_id, score, comment FROM responses ORDER BY ALL")
    assert stored == [("new", 9, f"{NEW} parfait"), ("old", 3, None)]
    assert pipeline.purge(project).counts["comments"] == 0
    held = bytes_of(project.workspace.lake)
    assert NEW.encode() in held
    assert OLD.encode() not in held


def test_purge_forgets_old_jobs_and_reviews(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    ids = drawn_ids(project, 2)
    rows = [
        {"contact_id": ids[0], "started_at": days_ago(180).isoformat()},
        {"contact_id": ids[1], "started_at": days_ago(10).isoformat()},
    ]
    ingest_calls(project, [a_call_list(tmp_path / "calls", rows)])
    codings = tmp_path / "codings.csv"
    coding = {"label": "internet_outage", "present": 1, "coder": "one", "coded_on": "2025-10-01"}
    codings.write_text(a_csv([{"contact_id": each, **coding} for each in ids]))
    ingest_reviews(project, [codings])
    done = [pipeline.process(task) for task in tasks_of(project)]
    assert pipeline._store(project, done) == 2
    later = replace(project, today=TODAY + timedelta(days=1))
    assert pipeline.purge(later).counts == {"contacts": 1, "jobs": 1, "comments": 0, "left_over": 0}
    assert len(registry.jobs(project.registry, State.DONE)) == 1
    assert lake.rows(project.workspace, "SELECT count(*) FROM reviews") == [(1,)]


def test_purge_takes_an_object_that_no_contact_refers_to(tmp_path):
    project = a_workspace(tmp_path)
    vault.put(project.workspace, "orphan", b"left by a killed run")
    assert pipeline.purge(project).counts["left_over"] == 1
    assert list(vault.object_ids(project.workspace)) == []


def test_purge_is_written_in_the_ledger_when_it_deleted_something(tmp_path):
    project = stored_contacts(tmp_path, {"old": days_ago(181)})
    pipeline.purge(project)
    pipeline.purge(project)
    assert [leaf["event"] for leaf in ledger.leaves(project.registry)].count("purge") == 1


#: The day of a call is that of the place where it was made, at the door, in figures and in the purge alike.
#: Age in days there, local hour, hours ahead of UTC, and whether it may be kept.
DAYS = [
    (180, 0, 2, True),  # Paris in summer, first hour of the last day: still the day before in UTC
    (180, 23, -4, True),  # Martinique, last hour of the last day
    (181, 23, -4, False),  # Martinique: already the next day in UTC
    (181, 23, 0, False),
    (181, 0, 11, False),  # Nouméa
    (180, 0, 11, True),
]


@pytest.mark.parametrize(("age", "hour", "offset_h", "kept"), DAYS)
def test_the_purge_counts_days_as_the_door_does(tmp_path, age, hour, offset_h, kept):
    started_at = days_ago(age, hour=hour, offset_h=offset_h)
    charter = Charter(recording_days=180)
    try:
        admit_age(charter, Kept.RECORDING, started_at.date(), TODAY)
        admitted = True
    except CharterRefusal:
        admitted = False
    assert admitted is kept
    project = stored_contacts(tmp_path, {"one": started_at})
    pipeline.purge(project)
    assert bool(lake.committed(project.workspace)) is kept


def test_figures_leave_out_what_is_past_its_term(tmp_path):
    project = stored_contacts(tmp_path, {"old": days_ago(181), "new": days_ago(1)})
    counted = cells.labels(project.workspace, ["internet_outage"], labels.oldest(project), [Purpose.IMPROVE_SERVICE])
    assert counted[0].n == 1
    assert cells.processed(project.workspace, labels.oldest(project), [Purpose.IMPROVE_SERVICE]).n == 1


def test_purge_alone_takes_the_moments_of_an_old_contact_off_the_snapshot(tmp_path):
    """Nobody may hear on the site what the stores no longer hold, even if nobody publishes again."""
    project = stored_contacts(tmp_path, {"old": days_ago(181)})
    moment = Excerpt(
        excerpt_id="e1",
        label="internet_outage",
        month="2025-04",
        text=f"je suis en panne {OLD}",
        evidence=(0, 4),
        audio=b"sound",
        duration_ms=10,
        cue_ms=0,
    )
    published.replace(project.workspace.snapshot, about={}, released=(), labels=(), excerpts=(moment,))
    pipeline.purge(project)
    assert OLD.encode() not in bytes_of(project.workspace.snapshot.parent)


def test_a_charter_tightened_later_shortens_the_terms_of_what_is_stored(tmp_path):
    project = stored_contacts(tmp_path, {"one": days_ago(31)})
    assert pipeline.purge(project).counts["contacts"] == 0
    tightened = replace(
        project, charter=parse_charter(tomllib.loads(a_charter(recording_days=30) + "analysis_days = 30\n"))
    )
    assert pipeline.purge(tightened).counts["contacts"] == 1


def test_a_sound_goes_at_its_term_and_the_words_at_theirs(tmp_path):
    project = stored_contacts(tmp_path, {"old": days_ago(181)}, a_charter() + "analysis_days = 365\n")
    assert pipeline.purge(project).counts == {"contacts": 0, "jobs": 0, "comments": 0, "left_over": 0, "sounds": 1}
    assert list(vault.object_ids(project.workspace)) == []
    assert not [path for path in tmp_path.rglob("*") if "oldaudio" in path.name]
    assert lake.rows(project.workspace, "SELECT contact_id, audio_object FROM contacts") == [("old", None)]
    assert OLD.encode() in bytes_of(project.workspace.lake)
    later = replace(project, today=TODAY + timedelta(days=185))
    assert pipeline.purge(later).counts["contacts"] == 1
    assert OLD.encode() not in bytes_of(project.workspace.lake)


def test_words_whose_term_is_shorter_take_the_sound_with_them(tmp_path):
    project = stored_contacts(tmp_path, {"old": days_ago(100)}, a_charter() + "analysis_days = 90\n")
    assert pipeline.purge(project).counts["contacts"] == 1
    assert list(vault.object_ids(project.workspace)) == []


def test_no_log_of_the_lake_names_what_was_deleted(tmp_path):
    project = stored_contacts(tmp_path, {"oldcontact": days_ago(181), "new": days_ago(1)})
    pipeline.purge(project)
    held = bytes_of(project.workspace.lake)
    assert b"oldcontact" not in held
    assert b"new" in held


def test_a_clock_set_back_brings_nothing_back(tmp_path):
    project = stored_contacts(tmp_path, {"old": days_ago(181)})
    pipeline.purge(project)
    backwards = replace(project, today=TODAY - timedelta(days=100))
    assert judged_on(backwards).today == TODAY
    # What comes back from elsewhere is judged by the later day too.
    lake.commit(
        project.workspace, [a_processed("customer | 0 | 1 | oui", contact_id="again", started_at=days_ago(181))]
    )
    assert pipeline.purge(backwards).counts["contacts"] == 1


def test_a_purge_gives_a_receipt_that_whoever_holds_the_verifier_key_can_check(tmp_path):
    project = stored_contacts(tmp_path, {"old": days_ago(181)})
    pipeline.purge(project)
    (note,) = receipts(project.registry)
    key = installation_key(project.workspace).verifier()
    receipt = verify_receipt(note, key)
    assert (receipt.kind, receipt.reason, receipt.day) == ("purge", "expired", str(TODAY))
    assert receipt.counts["contacts"] == 1
    assert receipt.terms == {"recording": 180, "analysis": 180, "comment": 365}
    assert receipt.objects == digest_of(["old", "oldaudio"])
    leaf = ledger.leaves(project.registry)[-1]
    assert leaf["receipt"] == hashlib.sha256(note.encode()).hexdigest()
    with pytest.raises(NoteError):
        verify_receipt(note.replace('"contacts":1', '"contacts":0'), key)


def test_the_key_of_an_epoch_goes_when_nothing_it_names_may_be_kept(tmp_path):
    project = a_workspace(tmp_path)
    old, _ = epochs.agent_on(project.workspace, TODAY - timedelta(days=400), 180, "A-1")
    new, _ = epochs.agent_on(project.workspace, TODAY, 180, "A-1")
    pipeline.purge(project)
    assert epochs.existing(project.workspace) == (new,)
    with pytest.raises(StoreError):
        epochs.agent_pseudonym(project.workspace, old, "A-1")
