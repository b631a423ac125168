"""What the channels of a recording really hold, from the file to the lake."""

import numpy as np
import pytest

from builders import TODAY, a_call_list, a_workspace, drawn_ids, transcript
from clairevoix import intake, pipeline, rehearing
from clairevoix.ingest.audio import held
from clairevoix.ingest.talk import looked_at
from clairevoix.model.contact import Party
from clairevoix.redact.replace import redact
from clairevoix.store import lake, vault
from clairevoix.store.sound import decode_flac, encode_flac
from recordings import call, recording, with_bleed

GREETS = "Service clients bonjour, que puis-je faire pour vous ?"
COMPLAINS = "Bonjour, je vous appelle parce que ma box ne marche plus, je n'ai plus internet."
SAID = transcript(f"agent | 1 | 5 | {GREETS}", f"customer | 6 | 10 | {COMPLAINS}", duration_ms=30_000)
AGENT, CUSTOMER = call(30)
LISTED = (Party.CUSTOMER, Party.AGENT)


def processed(tmp_path, sound, *, parties="agent|customer", script=None):
    """What is stored of one call, and the project."""
    project = a_workspace(tmp_path / "workspace", today=TODAY, script=[script or (sound, SAID)])
    (contact_id,) = drawn_ids(project, 1)
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "call.flac").write_bytes(encode_flac(sound))
    a_call_list(folder, [{"contact_id": contact_id, "file": "call.flac", "parties": parties}])
    intake.ingest_calls(project, [folder])
    pipeline.run(project)
    return project


def test_crossed_cables_are_put_right(tmp_path):
    project = processed(tmp_path, recording(AGENT, CUSTOMER), parties="customer|agent")
    read = "SELECT parties, channels, swapped FROM contacts"
    assert lake.rows(project.workspace, read) == [("agent|customer", "stereo", True)]
    said = lake.rows(project.workspace, "SELECT party, text FROM turns ORDER BY start_ms")
    assert said == [("agent", GREETS), ("customer", COMPLAINS)]
    assert {row[0] for row in lake.rows(project.workspace, "SELECT DISTINCT party FROM sounds WHERE channel = 0")} == {
        "agent"
    }


def test_as_listed_nothing_is_swapped(tmp_path):
    project = processed(tmp_path, recording(AGENT, CUSTOMER))
    assert lake.rows(project.workspace, "SELECT parties, swapped FROM contacts") == [("agent|customer", False)]
    kinds = {row[0] for row in lake.rows(project.workspace, "SELECT DISTINCT kind FROM sounds")}
    assert kinds == {"speech", "silence"}
    answered = lake.rows(project.workspace, "SELECT DISTINCT party FROM latencies ORDER BY party")
    assert answered == [("agent",), ("customer",)]


def test_the_same_sound_twice_is_heard_once(tmp_path):
    both = recording(AGENT + CUSTOMER, AGENT + CUSTOMER)
    once = recording(AGENT + CUSTOMER, parties=[Party.UNKNOWN])
    heard = transcript(f"unknown | 1 | 5 | {GREETS}", duration_ms=30_000)
    project = processed(tmp_path, both, script=(once, heard))
    assert lake.rows(project.workspace, "SELECT parties, channels FROM contacts") == [("unknown", "dual_mono")]
    assert lake.rows(project.workspace, "SELECT channel, text FROM turns") == [(0, GREETS)]
    (audio,) = (row[0] for row in lake.rows(project.workspace, "SELECT audio_object FROM contacts"))
    assert len(decode_flac(vault.take(project.workspace, audio), "c1").channels) == 1


def test_bleed_is_kept_in_the_sound(tmp_path):
    sound = recording(*with_bleed((AGENT, CUSTOMER), level_db=-12, delay_ms=3))
    project = processed(tmp_path, sound)
    (audio,) = (row[0] for row in lake.rows(project.workspace, "SELECT audio_object FROM contacts"))
    kept = decode_flac(vault.take(project.workspace, audio), "c1")
    assert [each.samples for each in kept.channels] == [each.samples for each in sound.channels]


def test_overtalk_is_on_no_channel(tmp_path):
    project = processed(tmp_path, recording(AGENT, AGENT[::-1]))
    rows = lake.rows(project.workspace, "SELECT DISTINCT channel, party FROM sounds WHERE kind = 'overtalk'")
    assert rows == [(None, None)]


@pytest.mark.parametrize(("level_db", "is_muted"), [(-12, True), (None, False)])
def test_what_is_taken_out_goes_wherever_it_is_heard(level_db, is_muted):
    """The customer's number, faint on the agent's channel, is muted there as well; elsewhere that channel stays."""
    channels = (AGENT, CUSTOMER) if level_db is None else with_bleed((AGENT, CUSTOMER), level_db=level_db, delay_ms=3)
    sound, _ = looked_at(held(recording(*channels)))
    number = redact(transcript("customer | 6 | 12 | zéro six trente-neuf 98 12 34", duration_ms=30_000))
    (kept,) = rehearing.muted(sound, number, 250)
    agent, customer = (np.asarray(channel.samples) for channel in kept.channels)
    assert not customer[6 * 8000 : 12 * 8000].any()
    assert agent[6 * 8000 : 12 * 8000].any() != is_muted
    assert agent[: 5 * 8000].any()
