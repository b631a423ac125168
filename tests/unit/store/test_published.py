"""The snapshot: replaced whole, read whole, and without a number where there is none."""

import duckdb
import pytest

from builders import a_table
from clairevoix.charter.disclosure import release
from clairevoix.charter.policy import Charter
from clairevoix.model.annotation import Label
from clairevoix.model.contact import Party
from clairevoix.model.errors import StoreError
from clairevoix.model.excerpt import Excerpt
from clairevoix.store import published

LABEL = Label(
    name="outage",
    version=2,
    party=Party.CUSTOMER,
    title={"fr": "Panne"},
    definition={"fr": "…"},
    phrases=("secret phrase",),
)
EXCERPT = Excerpt(
    excerpt_id="e1",
    label="outage",
    month="2025-10",
    text="je suis en panne",
    evidence=(11, 16),
    audio=b"fLaC\0sound",
    duration_ms=900,
    cue_ms=300,
)


def publish(path, *parts: int, total: int | None = None, name: str = "one", excerpts=(EXCERPT,)) -> None:
    published.replace(
        path,
        about={"name": name, "nested": {"é": [1, None]}},
        released=release(Charter(minimum_cell=10), a_table(parts, total)),
        labels=(LABEL,),
        excerpts=excerpts,
    )


def test_what_is_published_is_read(tmp_path):
    path = tmp_path / "published" / "snapshot.duckdb"
    publish(path, 30, 40, total=70)
    snapshot = published.read(path)
    assert snapshot.about == {"name": "one", "nested": {"é": [1, None]}}
    assert [(row.key, row.n, row.value, row.low, row.high) for row in snapshot.rows] == [
        ("total", 70, 20.0, 5.0, 35.0),
        ("a", 30, 20.0, 5.0, 35.0),
        ("b", 40, 20.0, 5.0, 35.0),
    ]
    (label,) = snapshot.labels
    assert (label.name, label.version, label.party, label.title) == ("outage", 2, "customer", {"fr": "Panne"})
    (excerpt,) = snapshot.excerpts
    assert (excerpt.text, excerpt.evidence, excerpt.duration_ms, excerpt.cue_ms) == (
        "je suis en panne",
        (11, 16),
        900,
        300,
    )
    assert published.audio(path, "e1") == b"fLaC\0sound"
    assert published.audio(path, "e2") is None


def test_select_keeps_the_order_of_a_table(tmp_path):
    path = tmp_path / "snapshot.duckdb"
    publish(path, 30, 40, total=70)
    snapshot = published.read(path)
    assert [row.key for row in snapshot.select("nps", "site")] == ["total", "a", "b"]
    assert snapshot.select("nps", "site", "2024") == snapshot.select("nps", "month") == ()


def test_a_suppressed_row_carries_no_number(tmp_path):
    path = tmp_path / "snapshot.duckdb"
    publish(path, 9, 12, 77, total=98)
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute("SELECT * EXCLUDE (position) FROM figures WHERE rule_id IS NOT NULL").fetchall()
    assert [row[:4] for row in rows] == [("nps", "site", "2025", "a"), ("nps", "site", "2025", "b")]
    assert [row[4:] for row in rows] == [(None,) * 8 + ("R17",)] * 2


def test_what_the_codebook_listens_for_is_not_published(tmp_path):
    path = tmp_path / "snapshot.duckdb"
    publish(path, 30)
    assert b"secret phrase" not in path.read_bytes()


def test_a_reader_sees_the_old_or_the_new_never_a_mixture(tmp_path):
    path = tmp_path / "snapshot.duckdb"
    publish(path, 30, name="old")
    with duckdb.connect(str(path), read_only=True) as reader:
        before = reader.execute("SELECT value FROM about WHERE key = 'name'").fetchone()
        publish(path, 40, 50, name="new")
        after = reader.execute("SELECT value FROM about WHERE key = 'name'").fetchone()
        assert before == after == ('"old"',)
        assert reader.execute("SELECT count(*) FROM figures").fetchone() == (1,)
    assert published.read(path).about["name"] == "new"
    assert len(published.read(path).rows) == 2


def test_a_replaced_snapshot_is_known_by_its_version(tmp_path):
    path = tmp_path / "snapshot.duckdb"
    publish(path, 30)
    one = published.version(path)
    assert published.version(path) == one
    publish(path, 30)
    assert published.version(path) != one


def test_a_publication_that_fails_leaves_the_old_one(tmp_path):
    path = tmp_path / "snapshot.duckdb"
    publish(path, 30, name="old")
    with pytest.raises(StoreError):
        publish(path, 30, name="new", excerpts=(EXCERPT, EXCERPT))  # the same identifier twice
    assert published.read(path).about["name"] == "old"


def test_what_a_killed_publication_left_is_removed(tmp_path):
    path = tmp_path / "snapshot.duckdb"
    stale = tmp_path / ".snapshot.duckdb.0badcafe"
    stale.write_bytes(b"half")
    publish(path, 30)
    assert [each.name for each in tmp_path.iterdir()] == ["snapshot.duckdb"]


def test_nothing_published_yet_is_told(tmp_path):
    for ask in (published.read, published.version):
        with pytest.raises(StoreError, match="clairevoix publish"):
            ask(tmp_path / "none.duckdb")


def test_an_empty_publication_is_one(tmp_path):
    path = tmp_path / "snapshot.duckdb"
    published.replace(path, about={}, released=(), labels=(), excerpts=())
    assert published.read(path) == published.Snapshot(about={}, rows=(), labels=(), excerpts=())
