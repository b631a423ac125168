"""R6. Where capture was switched off nothing is opened, drawn or kept: not a byte of the sound, not the identifier."""

import pytest

from builders import a_call_list, a_processed, a_recording, a_workspace, bytes_of, drawn_ids, put_sound
from clairevoix import pipeline
from clairevoix.charter.objection import admit_capture
from clairevoix.intake import ingest_calls
from clairevoix.model.errors import CharterRefusal, Code
from clairevoix.store import lake, ledger, registry, vault
from clairevoix.store.sound import encode_flac
from clairevoix.store.workspace import pseudonym


def test_capture_that_was_switched_off_is_refused():
    admit_capture(neutralised=False)
    with pytest.raises(CharterRefusal) as refusal:
        admit_capture(neutralised=True)
    assert refusal.value.rule_id == "R6"


#: What the list says, and whether the contact may be heard. A word that nobody understands is no permission.
WORDS = [
    ("", True),
    ("0", True),
    ("non", True),
    ("False", True),
    ("1", False),
    ("oui", False),
    ("TRUE", False),
    ("x", False),
    ("peut-être", None),
]


@pytest.mark.parametrize(("word", "heard"), WORDS)
def test_what_a_list_may_say(tmp_path, word, heard):
    project = a_workspace(tmp_path / "workspace")
    rows = [{"contact_id": each, "neutralised": word} for each in drawn_ids(project, 1)]
    report = ingest_calls(project, [a_call_list(tmp_path / "calls", rows)])
    assert report.counts["registered"] == (heard is True)
    assert report.counts.get("neutralised", 0) == (heard is False)
    assert [each.code for each in report.quarantined] == ([Code.BAD_VALUE] if heard is None else [])


def test_no_byte_of_a_neutralised_contact_is_kept_anywhere(tmp_path):
    """Neither its identifier, nor a pseudonym of it, nor a byte of its sound; and its file is never looked for."""
    project = a_workspace(tmp_path / "workspace")
    off, on = drawn_ids(project, 2)
    sound = encode_flac(a_recording(duration_ms=1000, seed=9))
    folder = a_call_list(
        tmp_path / "calls",
        [{"contact_id": off, "neutralised": "1", "file": "off.flac"}, {"contact_id": on, "neutralised": ""}],
    )
    (folder / "off.flac").write_bytes(sound)
    report = ingest_calls(project, [folder])
    assert (report.counts["listed"], report.counts["registered"], report.counts["neutralised"]) == (1, 1, 1)
    pipeline.run(project)
    held = bytes_of(tmp_path / "workspace")
    for trace in (off, pseudonym(project.workspace, "contact", off), "off.flac"):
        assert trace.encode() not in held
    for start in range(len(sound) // 2, len(sound) - 64, 64):  # beyond the heading, which all FLAC files share
        assert sound[start : start + 64] not in held
    assert pseudonym(project.workspace, "contact", on).encode() in held


def test_the_file_of_a_neutralised_contact_need_not_exist(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    rows = [{"contact_id": each, "neutralised": "1", "file": "none.wav"} for each in drawn_ids(project, 1)]
    report = ingest_calls(project, [a_call_list(tmp_path / "calls", rows)])
    assert report.quarantined == ()


def test_of_a_contact_listed_twice_the_switch_counts(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    (one,) = drawn_ids(project, 1)
    rows = [{"contact_id": one, "neutralised": ""}, {"contact_id": one, "neutralised": "1"}]
    report = ingest_calls(project, [a_call_list(tmp_path / "calls", rows)])
    assert (report.counts["registered"], report.counts["neutralised"]) == (0, 1)


def test_what_was_stored_before_the_switch_was_told_is_deleted_at_once(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    (one,) = drawn_ids(project, 1)
    folder = a_call_list(tmp_path / "calls", [{"contact_id": one}])
    ingest_calls(project, [folder])
    contact_id = pseudonym(project.workspace, "contact", one)
    processed = a_processed("customer | 0.1 | 1.9 | Montgolfiere", contact_id=contact_id)
    put_sound(project, processed)
    lake.commit(project.workspace, [processed])
    ingest_calls(project, [a_call_list(tmp_path / "again", [{"contact_id": one, "neutralised": "1"}])])
    assert registry.jobs(project.registry) == ()
    assert lake.committed(project.workspace) == ()
    assert list(vault.object_ids(project.workspace)) == []
    assert b"Montgolfiere" not in bytes_of(tmp_path / "workspace")
    assert ledger.leaves(project.registry)[-1]["event"] == "replay"
    # Listed once more without the switch, it stays away.
    report = ingest_calls(project, [folder])
    assert [each.rule_id for each in report.quarantined] == ["R6"]
