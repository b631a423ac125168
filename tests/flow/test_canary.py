"""Words planted in sound, metadata and answers turn up where they were released, and nowhere else.

Every command runs with the network refused, in a home and a temporary folder of its own, which are searched as well.
"""

from pathlib import Path

import duckdb
import pytest

from clairevoix.project import open_project
from clairevoix.store import lake, vault
from clairevoix.store.schema import TABLES
from clairevoix.store.sound import decode_flac
from flow.calls import Call, drawn_ids, make_workspace, run_clairevoix, said, write_calls, write_list

CONTACTS = 12
SPOKEN = "zéro six trente-neuf quatre-vingt-dix-huit soixante-seize cinquante-quatre"
#: May be nowhere at all: dictated numbers, names, identifiers and file names of the source.
SECRETS = (
    "0639987654", "06 39 98 76 54", "soixante-seize", "cinquante-quatre",  # dictated in a call
    "0639981122", "06 39 98 11 22", "narval@exemple.fr",  # written in a comment
    "Zanzibarienne",  # a name in a column that nobody asked for
    "quokka",  # in file names
    "call-", "resp-wombat", "coder-kiwi",  # identifiers
)  # fmt: skip
#: Kept in the lake, since it is what was said; shown to nobody.
KEPT = "ornithorynque"
#: Said within the evidence of a released label.
RELEASED = "capybara"
#: Written in a comment.
WRITTEN = "axolotl"


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The whole way in and out; the workspace, and everything that was printed."""
    base = tmp_path_factory.mktemp("canary")
    root, source, script = base / "workspace", base / "source", base / "script.json"
    home, temporary = base / "home", base / "tmp"
    for folder in (home, temporary):
        folder.mkdir()
    environment = {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "PYTHONPATH": str(Path(__file__).parent / "blocked"),
    }
    make_workspace(root, script)
    calls = [
        Call(
            contact_id=each,
            file=f"quokka-{number}.wav",
            agent=said("bonjour je vous écoute"),
            customer=[
                *said(f"un {KEPT} d'abord", 300, 200),
                *said(f"mon numéro {SPOKEN} voilà", 7_000, 400),
                *said(f"je suis en panne {RELEASED} depuis hier", 16_000, 300),
            ],
            duration_ms=20_000,
        )
        for number, each in enumerate(drawn_ids(root, CONTACTS))
    ]
    write_calls(source, calls, script)
    write_list(source, calls, extra={"customer_name": "Zanzibarienne"})
    (source / "answers.csv").write_text(
        "response_id,answered_on,score,site,comment\n"
        + "".join(
            f"resp-wombat-{n},{_today()},{n % 11},lille,Un {WRITTEN} au 06 39 98 11 22 ou narval@exemple.fr\n"
            for n in range(40)
        ),
        encoding="utf-8",
    )
    (source / "reviews.csv").write_text(
        "contact_id,label,present,coder,coded_on\n"
        + "".join(f"{call.contact_id},internet_outage,1,coder-kiwi,{_today()}\n" for call in calls),
        encoding="utf-8",
    )
    here = ("--workspace", str(root))
    printed = [
        run_clairevoix(*command, *here, environment=environment)
        for command in (
            ("ingest", "calls", str(source)),
            ("ingest", "responses", str(source / "answers.csv"), "--scale", "0-10"),
            ("ingest", "reviews", str(source / "reviews.csv")),
            ("run", "--json"),
            ("publish", "--json"),
            ("purge",),
            ("charter", "show"),
        )
    ]
    return root, "\n".join(printed)


def test_no_command_prints_anything_that_was_said_or_written(flow: tuple[Path, str]) -> None:
    root, printed = flow
    inside = printed.replace(str(root.parent), "")
    assert "NETWORK USED" not in printed
    for word in (*SECRETS, KEPT, RELEASED, WRITTEN):
        assert word not in inside, word


def test_secrets_are_in_no_file(flow: tuple[Path, str]) -> None:
    root, _ = flow
    searched = 0
    for place in (root, root.parent / "home", root.parent / "tmp"):
        for file in place.rglob("*"):
            if file.is_file():
                searched += 1
                content = file.read_bytes()
                for word in SECRETS:
                    assert word.encode() not in content, f"{word} in {file.name}"
                if not file.is_relative_to(root / "lake") and not file.is_relative_to(root / "published"):
                    for word in (KEPT, RELEASED, WRITTEN):
                        assert word.encode() not in content, f"{word} in {file.name}"
    assert searched > 20


def test_each_word_is_in_its_tables_and_in_no_other(flow: tuple[Path, str]) -> None:
    root, _ = flow
    tables = _all_text(root)
    for word in SECRETS:
        assert not [name for name, text in tables.items() if word in text], word
    assert [name for name, text in tables.items() if KEPT in text] == ["lake.turns", "lake.words"]
    assert [name for name, text in tables.items() if WRITTEN in text] == ["lake.responses"]
    assert [name for name, text in tables.items() if RELEASED in text] == [
        "lake.turns",
        "lake.words",
        "published.excerpts",
    ]


def test_the_dictated_number_is_silent_in_the_vault_and_the_rest_is_not(flow: tuple[Path, str]) -> None:
    workspace = open_project(flow[0]).workspace
    redactions = lake.rows(workspace, "SELECT contact_id, channel, start_ms, end_ms FROM redactions")
    objects = dict(lake.rows(workspace, "SELECT contact_id, audio_object FROM contacts"))
    assert len(redactions) == CONTACTS
    for contact_id, channel, start_ms, end_ms in redactions:
        sound = decode_flac(vault.take(workspace, objects[contact_id]), contact_id)
        samples = sound.channels[channel].samples
        assert start_ms <= 7_800
        assert end_ms >= 7_800 + 400 * len(SPOKEN.split())
        assert not any(samples[(start_ms - 250) * 8 : (end_ms + 250) * 8])
        assert any(samples[: (start_ms - 250) * 8])
        assert any(samples[(end_ms + 250) * 8 :])
        assert any(sound.channels[1 - channel].samples[start_ms * 8 : end_ms * 8])


def test_excerpts_carry_the_customer_alone(flow: tuple[Path, str]) -> None:
    with duckdb.connect(str(flow[0] / "published" / "snapshot.duckdb"), read_only=True) as connection:
        excerpts = connection.execute("SELECT text, audio FROM excerpts").fetchall()
    assert excerpts
    for text, audio in excerpts:
        assert len(decode_flac(bytes(audio), "x").channels) == 1
        assert "bonjour" not in text


def _all_text(root: Path) -> dict[str, str]:
    project = open_project(root)
    found = {
        f"lake.{name}": str(lake.rows(project.workspace, f"SELECT COLUMNS(*)::VARCHAR FROM {name}")) for name in TABLES
    }
    with project.registry.connect() as connection:
        names = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            rows = connection.exec_driver_sql(f"SELECT * FROM {name}").fetchall()
            found[f"registry.{name}"] = str([tuple(row) for row in rows])
    with duckdb.connect(str(project.workspace.snapshot), read_only=True) as connection:
        for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            found[f"published.{name}"] = str(connection.execute(f"FROM {name}").fetchall())
    return found


def _today() -> str:
    from datetime import UTC, datetime

    return f"{datetime.now(UTC):%Y-%m-%d}"
