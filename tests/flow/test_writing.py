"""Chats and letters through the whole flow: drawn, redacted, annotated, stored; nothing of them is kept as it was written."""

import json

from builders import a_call_list, a_workspace, bytes_of, drawn_ids
from clairevoix import pipeline
from clairevoix.intake import ingest_calls
from clairevoix.store import lake, registry, vault

CHAT = [
    {"party": "customer", "text": "bonjour je n'ai plus internet depuis hier", "at": "2025-10-01T09:30:00+02:00"},
    {"party": "agent", "text": "votre numéro de téléphone ?", "at": "2025-10-01T09:31:00+02:00"},
    {"party": "customer", "text": "06 39 98 12 34", "at": "2025-10-01T09:31:20+02:00"},
]
LETTER = """\
From: Aurélie Vasseur <aurelie.vasseur@example.fr>
Subject: =?utf-8?q?r=C3=A9clamation?=
Content-Type: text/plain; charset=utf-8

Bonjour,

je n'ai plus internet depuis hier, rappelez-moi au 06 39 98 56 78.

Cordialement,
Aurélie Vasseur

Le 1 octobre 2025, Opale a écrit :
> Bonjour Madame Vasseur, votre dossier est clos.
"""
SECRETS = ("98 12 34", "98 56 78", "Vasseur", "aurelie.vasseur")


def a_read_workspace(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, CHAT)))
    (folder / "b.eml").write_text(LETTER, encoding="utf-8")
    (folder / "c.jsonl").write_text("{")
    ids = drawn_ids(project, 3)
    rows = [{"contact_id": each, "file": name} for each, name in zip(ids, ("a.jsonl", "b.eml", "c.jsonl"), strict=True)]
    ingest_calls(project, [a_call_list(folder, rows)])
    return project, pipeline.run(project)


def test_chats_and_letters_are_drawn_redacted_and_annotated(tmp_path):
    project, report = a_read_workspace(tmp_path)
    assert (report.counts["done"], [each.code for each in report.quarantined]) == (2, ["unreadable"])
    kept = dict(lake.rows(project.workspace, "SELECT medium, parties FROM contacts"))
    assert kept == {"chat": "customer|agent", "letter": "customer"}
    turns = lake.rows(
        project.workspace,
        "SELECT medium, party, text FROM turns JOIN contacts USING (commit_id, contact_id) ORDER BY medium, turn",
    )
    assert turns == [
        ("chat", "customer", "bonjour je n'ai plus internet depuis hier"),
        ("chat", "agent", "votre numéro de téléphone ?"),
        ("chat", "customer", "[TÉLÉPHONE 1]"),
        ("letter", "customer", "réclamation"),
        ("letter", "customer", "Bonjour,"),
        ("letter", "customer", "je n'ai plus internet depuis hier, rappelez-moi au [TÉLÉPHONE 1]."),
        ("letter", "customer", "Cordialement, [SIGNATURE]"),
    ]
    places = lake.rows(
        project.workspace,
        "SELECT start_ms FROM turns JOIN contacts USING (contact_id) WHERE medium = 'chat' ORDER BY 1",
    )
    assert [row[0] for row in places] == [0, 60_000, 80_000], "messages keep their times"
    labels = lake.rows(
        project.workspace,
        "SELECT label, count(DISTINCT contact_id) FROM annotations WHERE party = 'customer' GROUP BY 1",
    )
    assert ("internet_outage", 2) in labels


def test_nothing_that_identifies_is_anywhere_and_there_is_no_sound(tmp_path):
    project, _ = a_read_workspace(tmp_path)
    stored = bytes_of(project.workspace.root)
    assert [each for each in SECRETS if each.encode() in stored] == []
    assert list(vault.object_ids(project.workspace)) == []
    assert b"dossier est clos" not in stored, "the thread is another contact"


def test_a_second_run_does_nothing_and_a_page_can_be_published(tmp_path):
    project, _ = a_read_workspace(tmp_path)
    assert pipeline.run(project).counts["done"] == 0
    assert len(registry.jobs(project.registry)) == 3
    assert pipeline.publish(project).counts["excerpts"] == 0, "there is nothing to hear"
