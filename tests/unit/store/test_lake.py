"""Contacts are stored exactly once, replaced whole, and what a killed run left does not exist."""

from dataclasses import replace
from datetime import date

import pytest

from builders import a_processed, a_response, a_workspace
from clairevoix.model.annotation import Review
from clairevoix.model.errors import StoreError
from clairevoix.model.timespan import TimeSpan
from clairevoix.store import cells, lake
from clairevoix.store.schema import FACTS


@pytest.fixture
def workspace(tmp_path):
    return a_workspace(tmp_path).workspace


def texts(workspace, contact_id: str = "c1") -> list[str]:
    return [text for text, _ in cells.words(workspace, contact_id, 1, TimeSpan(0, 60_000))]


def test_an_empty_lake_answers(workspace):
    assert lake.committed(workspace) == ()
    assert lake.rows(workspace, "SELECT * FROM words") == []
    assert cells.headline_survey(workspace) is None
    assert cells.months(workspace, None, date(2025, 10, 15)) == ()
    assert lake.sweep(workspace) == 0


def test_a_contact_is_read_as_it_was_stored(workspace):
    lake.commit(workspace, [a_processed("agent | 0 | 1 | bonjour", "customer | 1 | 2 | ma box clignote", site="lille")])
    assert lake.committed(workspace) == (("c1", "d1"),)
    assert texts(workspace) == ["ma", "box", "clignote"]
    assert lake.rows(workspace, "SELECT site, parties, month FROM contacts") == [("lille", "agent|customer", "2025-10")]


def test_a_contact_stored_again_is_replaced(workspace):
    lake.commit(
        workspace, [a_processed("customer | 0 | 1 | avant"), a_processed("customer | 0 | 1 | autre", contact_id="c2")]
    )
    lake.commit(workspace, [a_processed("customer | 0 | 1 | après", stage_digest="d2")])
    assert lake.committed(workspace) == (("c1", "d2"), ("c2", "d1"))
    assert (texts(workspace), texts(workspace, "c2")) == (["après"], ["autre"])
    assert lake.sweep(workspace) == 1  # the facts that the first carried
    assert lake.rows(workspace, "SELECT text FROM words ORDER BY ALL") == [("après",), ("autre",)]


def test_a_batch_may_hold_old_and_new_contacts(workspace):
    lake.commit(workspace, [a_processed("customer | 0 | 1 | avant")])
    both = [a_processed("customer | 0 | 1 | neuf", contact_id="c0"), a_processed("customer | 0 | 1 | après")]
    lake.commit(workspace, [replace(each, stage_digest="d2") for each in both])
    assert lake.committed(workspace) == (("c0", "d2"), ("c1", "d2"))
    assert (texts(workspace, "c0"), texts(workspace)) == (["neuf"], ["après"])


def test_compaction_keeps_every_row_in_fewer_files(workspace, monkeypatch):
    monkeypatch.setattr(lake, "_MANY_FILES", 2)
    for number in range(4):
        lake.commit(workspace, [a_processed(f"customer | 0 | 1 | mot{number}", contact_id=f"c{number}")])
    files = list((workspace.lake / "words").rglob("*.parquet"))
    lake.compact(workspace)
    assert len(list((workspace.lake / "words").rglob("*.parquet"))) < len(files) == 4
    assert lake.rows(workspace, "SELECT text FROM words ORDER BY ALL") == [(f"mot{number}",) for number in range(4)]


def test_a_damaged_lake_is_told_without_its_words(workspace):
    lake.commit(workspace, [a_processed("customer | 0 | 1 | Montgolfiere")])
    for file in (workspace.lake / "words").rglob("*.parquet"):
        file.write_bytes(b"PAR1 Montgolfiere PAR1")
    with pytest.raises(StoreError) as error:
        texts(workspace)
    assert "Montgolfiere" not in str(error.value)


def test_facts_without_their_contact_do_not_exist(workspace, monkeypatch):
    """Killed between the facts and the contact's own row."""
    write = lake.write

    def killed(workspace, name, *rest, **options):
        if name == "contacts":
            raise KeyboardInterrupt
        write(workspace, name, *rest, **options)

    monkeypatch.setattr(lake, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        lake.commit(workspace, [a_processed("customer | 0 | 1 | perdu")])
    monkeypatch.undo()
    assert lake.committed(workspace) == ()
    assert texts(workspace) == []
    lake.commit(workspace, [a_processed("customer | 0 | 1 | retrouvé")])
    assert texts(workspace) == ["retrouvé"]
    assert lake.sweep(workspace) == 1
    assert texts(workspace) == ["retrouvé"]


def test_removed_contacts_take_everything_with_them(workspace):
    made = a_processed("customer | 0 | 1 | rappelez le 06 39 98 12 34")
    lake.commit(workspace, [made, replace(made, contact=replace(made.contact, contact_id="c2"))])
    coded = {"label": "outage", "present": True, "coder": "x", "coded_on": date(2025, 10, 1)}
    lake.add_reviews(workspace, [Review(contact_id=each, **coded) for each in ("c1", "c2")])
    lake.remove_contacts(workspace, ["c1"])
    for table in ("contacts", "reviews", *FACTS):
        if table not in ("annotations", "held_back", "latencies"):
            assert {row[0] for row in lake.rows(workspace, f"SELECT contact_id FROM {table}")} == {"c2"}, table


def test_removing_nothing_does_nothing(workspace):
    lake.commit(workspace, [a_processed("customer | 0 | 1 | ici")])
    lake.remove_contacts(workspace, [])
    lake.commit(workspace, [])
    assert lake.committed(workspace) == (("c1", "d1"),)


def test_identifiers_are_not_code(workspace):
    nasty = "c' OR 1=1 --"
    lake.commit(workspace, [a_processed("customer | 0 | 1 | un", contact_id=nasty, audio_object="o1")])
    lake.commit(workspace, [a_processed("customer | 0 | 1 | deux", contact_id="c2", audio_object="o2")])
    lake.remove_contacts(workspace, [nasty])
    assert lake.committed(workspace) == (("c2", "d1"),)


def test_answers_are_partitioned_by_month(workspace):
    lake.add_responses(
        workspace,
        [
            a_response(9, "a", answered_on=date(2025, 9, 30)),
            a_response(2, "b", answered_on=date(2025, 10, 1), site="lyon"),
        ],
    )
    assert cells.months(workspace, "nps", date(2025, 11, 1)) == ("2025-09", "2025-10")
    assert lake.rows(workspace, "SELECT response_id, month, site FROM responses ORDER BY ALL") == [
        ("a", "2025-09", None),
        ("b", "2025-10", "lyon"),
    ]
