"""What is past its term is gone everywhere, even if something died on the way."""

import json
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from clairevoix import pipeline
from clairevoix.project import open_project
from clairevoix.store import lake, published, vault
from flow.calls import Call, drawn_ids, make_workspace, run_clairevoix, said, write_calls

CONTACTS = 12
LATER = date.today() + timedelta(days=400)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with a published label and its excerpts."""
    workspace = tmp_path / "workspace"
    make_workspace(workspace, tmp_path / "script.json")
    ids = drawn_ids(workspace, CONTACTS)
    calls = [Call(contact_id=each, customer=said("je suis en panne capybara")) for each in ids]
    write_calls(tmp_path / "source", calls, tmp_path / "script.json")
    today = f"{date.today():%Y-%m-%d}"
    (tmp_path / "reviews.csv").write_text(
        "contact_id,label,present,coder,coded_on\n" + "".join(f"{each},internet_outage,1,k,{today}\n" for each in ids)
    )
    for command in (
        ("ingest", "calls", str(tmp_path / "source")),
        ("ingest", "reviews", str(tmp_path / "reviews.csv")),
        ("run",),
        ("publish",),
    ):
        run_clairevoix(*command, "--workspace", str(workspace))
    assert published.read(workspace / "published" / "snapshot.duckdb").excerpts
    return workspace


def test_a_purge_that_dies_half_way_is_finished_by_the_next(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = open_project(root, today=LATER)
    with monkeypatch.context() as broken:
        broken.setattr(lake, "remove_contacts", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            pipeline.purge(project)
    assert not published.read(project.workspace.snapshot).excerpts, "the page is cleared before anything else"
    assert pipeline.purge(project).counts["contacts"] == CONTACTS
    assert lake.committed(project.workspace) == ()
    assert list(vault.object_ids(project.workspace)) == []


def test_words_that_a_killed_run_wrote_but_never_committed_go_too(root: Path) -> None:
    stray = next((root / "lake" / "words").rglob("*.parquet"))
    orphan = stray.with_name("part-99999-orphan.snappy.parquet")
    orphan.write_bytes(stray.read_bytes())
    run_clairevoix("run", "--workspace", str(root))
    assert not orphan.exists()
    assert stray.exists()


def test_a_lost_sound_costs_its_excerpt_and_not_the_page(root: Path) -> None:
    for key in (root / "keys" / "vault").rglob("*.key"):
        key.unlink()
    answer = json.loads(run_clairevoix("publish", "--workspace", str(root), "--json"))
    assert answer["counts"]["excerpts"] == 0
    assert answer["counts"]["figures"] > 0


def test_what_was_in_force_is_in_the_ledger(root: Path) -> None:
    with open_project(root).registry.connect() as connection:
        payloads = [json.loads(row[0]) for row in connection.exec_driver_sql("SELECT payload FROM ledger")]
    events = {payload["event"]: payload for payload in payloads}
    assert {"charter", "codebook", "organisation"} <= set(events["run"]) & set(events["publish"])
    assert {"n_listed", "n_drawn", "seed_commitment", "list_mark"} <= set(events["draw"])


def test_everything_written_is_its_owner_s_alone(root: Path) -> None:
    for file in (*(root / "lake").rglob("*"), root / "registry.sqlite", root / "published" / "snapshot.duckdb"):
        assert file.stat().st_mode & 0o077 == 0, file.relative_to(root)


def test_the_snapshot_names_the_model_without_its_path(root: Path) -> None:
    with duckdb.connect(str(root / "published" / "snapshot.duckdb"), read_only=True) as connection:
        (model,) = connection.execute("SELECT value FROM about WHERE key = 'model'").fetchone() or ("",)
    assert str(root.parent) not in str(model)
