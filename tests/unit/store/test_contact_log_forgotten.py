"""Whose a logged contact was goes on demand and with its term; that it was stays."""

from dataclasses import replace
from datetime import date, timedelta

from builders import a_workspace
from clairevoix import intake, upkeep
from clairevoix.charter.objection import Reason
from clairevoix.project import open_project
from clairevoix.store import lake

RECENT = date.today() - timedelta(days=30)
ROW = "{id},K,{customer},{day}T10:00:00Z,phone,OUTAGE,no,0,59"


def ingested(tmp_path, project, *rows):
    path = tmp_path / "contacts.csv"
    path.write_text("\n".join(["contact_id,case,customer,started_at,channel,reason,resolved,transfers,area", *rows]))
    return intake.ingest_contacts(project, [path])


def customers(project):
    return [
        row[0]
        for row in lake.rows(project.workspace, "SELECT customer IS NOT NULL FROM contact_log ORDER BY started_at")
    ]


def test_an_erasure_takes_the_customer_and_no_log_brings_it_back(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    rows = [
        ROW.format(id="1", customer="anna", day=RECENT),
        ROW.format(id="2", customer="bela", day=RECENT + timedelta(days=1)),
    ]
    ingested(tmp_path, project, *rows)
    upkeep.forgotten(project, upkeep.Wanted(customers=["anna"], reason=Reason.ERASURE))
    assert customers(project) == [False, True]
    ingested(tmp_path, project, *rows)
    assert customers(project) == [False, True]


def test_a_restored_lake_forgets_again_at_the_next_opening(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    ingested(tmp_path, project, ROW.format(id="1", customer="anna", day=RECENT))
    table = project.workspace.lake / "contact_log"
    backup = {each.relative_to(table): each.read_bytes() for each in table.rglob("*") if each.is_file()}
    upkeep.forgotten(project, upkeep.Wanted(customers=["anna"], reason=Reason.ERASURE))
    for each in sorted(table.rglob("*"), reverse=True):
        each.unlink() if each.is_file() else each.rmdir()
    for name, content in backup.items():
        (table / name).parent.mkdir(parents=True, exist_ok=True)
        (table / name).write_bytes(content)
    assert customers(project) == [True]
    assert customers(open_project(project.workspace.root)) == [False]


def test_who_objected_is_not_logged_again(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    ingested(tmp_path, project, ROW.format(id="1", customer="anna", day=RECENT))
    upkeep.forgotten(project, upkeep.Wanted(customers=["anna"], reason=Reason.OBJECTION))
    report = ingested(tmp_path, project, ROW.format(id="2", customer="anna", day=RECENT + timedelta(days=1)))
    assert (report.counts["objected"], report.counts["stored"]) == (1, 0)


def test_with_the_term_of_answers_goes_whose_it_was(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    old = project.today - timedelta(days=project.charter.comment_days + 1)
    new = project.today - timedelta(days=1)
    ingested(
        tmp_path, project, ROW.format(id="1", customer="anna", day=old), ROW.format(id="2", customer="anna", day=new)
    )
    assert customers(project) == [False, True]
    later = replace(project, today=project.today + timedelta(days=project.charter.comment_days + 2))
    upkeep.purged(later)
    assert customers(project) == [False, False]
