"""A log of contacts: what is taken, what is put aside, and that nobody who answered is in it."""

import json

import pytest

from builders import a_workspace
from clairevoix import intake
from clairevoix.model.errors import Code
from clairevoix.store import lake

HEADING = "contact_id,case,customer,started_at,channel,reason,resolved,transfers,area,agent"


def logged(tmp_path, *rows, heading=HEADING, declared="", name="contacts.csv"):
    path = tmp_path / name
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    if declared:
        path.with_suffix(".toml").write_text(declared, encoding="utf-8")
    return path


def stored(project, columns="*"):
    return lake.rows(project.workspace, f"SELECT {columns} FROM contact_log ORDER BY started_at, entry_id")


@pytest.fixture
def project(tmp_path):
    return a_workspace(tmp_path / "workspace")


def test_a_row_as_it_is_stored(tmp_path, project):
    path = logged(tmp_path, "C1,K1,Jeanne,2025-03-31T23:30:00+02:00,phone,OUTAGE,no,2,59,Marie Durand")
    report = intake.ingest_contacts(project, [path])
    assert (report.counts["stored"], report.quarantined) == (1, ())
    columns = "month, started_on::VARCHAR, channel, direction, reason, resolved, transfers, missed, area, site"
    assert stored(project, columns) == [
        ("2025-03", "2025-03-31", "phone", "inbound", "OUTAGE", False, 2, False, "59", None)
    ]


def test_no_name_is_anywhere_in_the_lake(tmp_path, project):
    """Neither the customer's nor the case's, and nothing at all of who answered."""
    path = logged(tmp_path, "C1,K-1,Jeanne Martin,2025-03-31T10:00:00Z,phone,OUTAGE,no,2,59,Marie Durand")
    intake.ingest_contacts(project, [path])
    kept = b"".join(each.read_bytes() for each in project.workspace.lake.rglob("*") if each.is_file())
    names = (b"Jeanne", b"Martin", b"Marie", b"Durand", b"K-1")
    assert not [name for name in names if name in kept]


def test_a_column_of_agents_may_not_be_declared(tmp_path, project):
    declared = '[contacts.columns]\ncontact_id = "contact_id"\nstarted_at = "started_at"\nagent = "agent"\n'
    report = intake.ingest_contacts(project, [logged(tmp_path, "C1", declared=declared)])
    assert [(each.position, each.code) for each in report.quarantined] == [
        ("the declaration, contacts.columns", Code.BAD_DECLARATION)
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",K,J,2025-03-31T10:00:00Z,phone,,,,,", Code.MISSING_ID),
        ("C,K,J,2025-03-31T10:00:00,phone,,,,,", Code.BAD_DATE),
        ("C,K,J,31/03/2025,phone,,,,,", Code.BAD_DATE),
        ("C,K,J,2199-03-31T10:00:00Z,phone,,,,,", Code.BAD_DATE),
        ("C,K,J,,phone,,,,,", Code.BAD_DATE),
        ("C,K,J,2025-03-31T10:00:00Z,phone,,perhaps,,,", Code.BAD_VALUE),
        ("C,K,J,2025-03-31T10:00:00Z,phone,,,-1,,", Code.BAD_VALUE),
        ("C,K,J,2025-03-31T10:00:00Z,phone,,,100,,", Code.BAD_VALUE),
        ("C,K,J", Code.RAGGED_ROW),
    ],
)
def test_a_row_that_is_put_aside(tmp_path, project, row, code):
    report = intake.ingest_contacts(project, [logged(tmp_path, row, "D,K,J,2025-03-31T10:00:00Z,phone,,,,,")])
    assert [(each.position, each.code) for each in report.quarantined] == [("row 1", code)]
    assert report.counts["stored"] == 1


def test_words_that_nobody_declared_are_counted_and_not_stored(tmp_path, project):
    path = logged(tmp_path, "C,,,2025-03-31T10:00:00Z,pigeon,ma ligne chez Mme Durand,,,Le Havre,")
    report = intake.ingest_contacts(project, [path])
    assert stored(project, "channel, reason, area, case_id, customer") == [(None, "unlisted", "unlisted", None, None)]
    told = {name: n for name, n in report.counts.items() if name.startswith(("unlisted", "no_"))}
    assert told == {"unlisted_channel": 1, "unlisted_reason": 1, "unlisted_area": 1, "no_case": 1, "no_customer": 1}


def test_their_words_for_ours(tmp_path, project):
    declared = """
        [contacts]
        time_zone = "Europe/Paris"
        dates = ["%d/%m/%Y %H:%M"]
        channels = { "Téléphone" = "phone" }
        reasons = { "Panne internet" = "outage" }
        directions = { "E" = "inbound", "S" = "outbound", "Promis" = "promised" }
        empty = ["néant"]
        [contacts.columns]
        contact_id = "Id"
        started_at = "Début"
        channel = "Canal"
        reason = "Motif"
        direction = "Sens"
        repetitions = "Redit"
    """
    path = logged(
        tmp_path,
        "1;01/07/2025 00:30;téléphone;PANNE  INTERNET;S;oui",
        "2;01/07/2025 08:00;néant;néant;promis;3",
        heading="Id;Début;Canal;Motif;Sens;Redit",
        declared=declared,
    )
    report = intake.ingest_contacts(project, [path])
    assert report.quarantined == ()
    assert stored(project, "started_on::VARCHAR, channel, reason, direction, repetitions") == [
        ("2025-07-01", "phone", "outage", "outbound", 1),
        ("2025-07-01", None, None, "promised", 3),
    ]


def test_a_declared_column_that_is_not_there_refuses_the_file(tmp_path, project):
    declared = '[contacts.columns]\ncontact_id = "contact_id"\nstarted_at = "started_at"\nsite = "boutique"\n'
    report = intake.ingest_contacts(project, [logged(tmp_path, "C1", declared=declared)])
    assert [(each.position, each.code) for each in report.quarantined] == [
        ("the file, column boutique", Code.MISSING_COLUMN)
    ]


def test_the_same_log_twice_and_a_contact_told_differently(tmp_path, project):
    row = "C1,K,J,2025-03-31T10:00:00Z,phone,OUTAGE,no,2,59,"
    first = logged(tmp_path, row, row, row.replace("phone", "chat"))
    report = intake.ingest_contacts(project, [first])
    assert (report.counts["stored"], report.counts["already_known"]) == (1, 1)
    assert [(each.position, each.code) for each in report.quarantined] == [("row 3", Code.DUPLICATE_ID)]
    again = intake.ingest_contacts(project, [logged(tmp_path, row, row.replace(",2,", ",0,"), name="again.csv")])
    assert (again.counts["stored"], again.counts["already_known"]) == (0, 1)
    assert [(each.position, each.code) for each in again.quarantined] == [("row 2", Code.DUPLICATE_ID)]
    assert stored(project, "channel, transfers") == [("phone", 2)]


def test_json_lines(tmp_path, project):
    path = tmp_path / "contacts.jsonl"
    path.write_text(
        json.dumps({"contact_id": 7, "started_at": "2025-03-31T10:00:00Z", "missed": True}) + "\nnot json\n"
    )
    report = intake.ingest_contacts(project, [path])
    assert [(each.position, each.code) for each in report.quarantined] == [("row 2", Code.RAGGED_ROW)]
    assert stored(project, "missed") == [(True,)]
