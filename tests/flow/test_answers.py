"""Answers to several questions and their invitations, from a file to the lake: once, in full, and without any text."""

import json
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import CANARY, a_workspace, bytes_of
from clairevoix.cli import group
from clairevoix.intake import ingest_responses
from clairevoix.model.errors import Code
from clairevoix.project import Project
from clairevoix.store import comments, lake

DECLARATION = """
[survey]
id = "after-call"
time_zone = "Europe/Paris"
dates = ["%d/%m/%Y %H:%M"]
columns = { response_id = "N°", answered_on = "Répondu le", finished = "Terminé", channel = "Canal", site = "Boutique" }
channels = { "Téléphone" = "phone" }
sites = { "Lille Centre" = "lille" }
empty = ["Ne se prononce pas"]

[[survey.questions]]
id = "nps"
kind = "nps"
scale = [0, 10]
column = "Recommandation"

[[survey.questions]]
id = "satisfaction"
kind = "csat"
column = "Satisfaction"
labels = { "Très satisfait" = 5, "Satisfait" = 4, "Mécontent" = 1 }

[[survey.questions]]
id = "easy"
kind = "ces2"
column = "Facilité"

[[survey.questions]]
id = "solved"
kind = "fcr"
column = "Résolu"

[[survey.questions]]
id = "why"
kind = "text"
column = "Pourquoi"

[survey.invitations]
file = "invitations.csv"
columns = { invitation_id = "id", response_id = "réponse", channel = "voie", sent_at = "envoyée", opened_at = "ouverte", completed_at = "faite", suppressed = "retenue" }
channels = { "SMS" = "sms" }
empty = ["N"]
"""
ANSWERS = f"""\
N°;Répondu le;Terminé;Canal;Boutique;Recommandation;Satisfaction;Facilité;Résolu;Pourquoi
A;02/06/2025 10:15;oui;Téléphone;Lille Centre;9;Très satisfait;7;Oui;Rapide
B;02/06/2025 10:20;oui;Téléphone;;Ne se prononce pas;Mécontent;;Non;
C;02/06/2025 10:25;non;Téléphone;;3;;;;
D;02/06/2025 10:30;oui;Téléphone;;;;;;rappelez le {CANARY}
E;02/06/2025 10:35;oui;Téléphone;;2;Mécontent;1;non;rappelez le {CANARY}
E;02/06/2025 10:35;oui;Téléphone;;2;Mécontent;1;non;
F;02/06/2999 10:35;oui;Téléphone;;2;Mécontent;1;non;
G;02/06/2025 10:35;oui;Téléphone;;2;Mécontent;8;non;
"""
INVITATIONS = """\
id,réponse,voie,envoyée,ouverte,faite,retenue
i1,A,SMS,02/06/2025 08:00,02/06/2025 09:00,02/06/2025 10:15,
i2,,SMS,02/06/2025 08:00,N,N,
i3,B,SMS,02/06/2025 08:00,02/06/2025 07:00,02/06/2025 10:20,
i4,,SMS,,,,oui
i5,,Pigeon,02/06/2025 08:00,,,
i6,,SMS,02/06/2999 08:00,,,
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return a_workspace(tmp_path / "workspace", today=date(2025, 10, 15))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The answers, with their declaration and their invitations beside them."""
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    (tmp_path / "answers.toml").write_text(DECLARATION, encoding="utf-8")
    (tmp_path / "invitations.csv").write_text(INVITATIONS, encoding="utf-8")
    return tmp_path / "answers.csv"


def test_every_question_is_stored_on_its_scale(project, path):
    report = ingest_responses(project, [path])
    assert report.counts == {
        "rows": 8, "stored": 3, "already_known": 0, "blank": 1, "partial": 1,
        "ratings": 8, "invitations": 4, "out_of_order": 1,
    }  # fmt: skip
    assert [(each.position, each.code) for each in report.quarantined] == [
        ("row 7", Code.BAD_DATE),
        ("row 8, column Facilité", Code.OFF_SCALE),
        ("invitations, row 5", Code.BAD_VALUE),
        ("invitations, row 6, column envoyée", Code.BAD_DATE),
        ("row 6", Code.DUPLICATE_ID),
    ]
    found = lake.rows(
        project.workspace,
        "SELECT question_id, kind, scale_min, scale_max, value, count(*) FROM answers GROUP BY ALL ORDER BY ALL",
    )
    assert found == [
        ("easy", "ces2", 1, 7, 1, 1), ("easy", "ces2", 1, 7, 7, 1),
        ("satisfaction", "csat", 1, 5, 1, 2), ("satisfaction", "csat", 1, 5, 5, 1),
        ("solved", "fcr", 0, 1, 0, 2), ("solved", "fcr", 0, 1, 1, 1),
    ]  # fmt: skip
    query = "SELECT score, site, channel, answered_on, comment FROM responses ORDER BY score"
    assert lake.rows(project.workspace, query) == [
        (2, None, "phone", date(2025, 6, 2), "rappelez le [TÉLÉPHONE 1]"),
        (9, "lille", "phone", date(2025, 6, 2), "Rapide"),
    ]


def test_invitations_meet_their_answers(project, path):
    ingest_responses(project, [path])
    joined = "SELECT invitations.channel, value FROM invitations JOIN answers USING (response_id) WHERE kind = 'fcr' ORDER BY 2"
    assert lake.rows(project.workspace, joined) == [("sms", 0), ("sms", 1)]
    query = "SELECT epoch(sent_at)::INT, opened_at IS NULL, suppressed, in_order FROM invitations ORDER BY ALL"
    eight = 1748844000  # 2 June 2025, 8:00 in Paris
    assert lake.rows(project.workspace, query) == [
        (eight, False, False, False), (eight, False, False, True), (eight, True, False, True), (None, True, True, True),
    ]  # fmt: skip


def test_the_same_files_again_add_nothing(project, path):
    ingest_responses(project, [path])
    tables = ("responses", "answers", "invitations")
    kept = "SELECT COLUMNS(*)::VARCHAR FROM {} ORDER BY ALL"
    before = [lake.rows(project.workspace, kept.format(name)) for name in tables]
    again = ingest_responses(project, [path])
    assert (again.counts["stored"], again.counts["already_known"]) == (0, 3)
    assert [lake.rows(project.workspace, kept.format(name)) for name in tables] == before


def test_an_invitation_goes_further_with_each_export(project, path):
    ingest_responses(project, [path])
    later = INVITATIONS.replace("i2,,SMS,02/06/2025 08:00,N", "i2,,SMS,02/06/2025 08:00,03/06/2025 08:00")
    (path.parent / "invitations.csv").write_text(later, encoding="utf-8")
    ingest_responses(project, [path])
    (path.parent / "invitations.csv").write_text(INVITATIONS, encoding="utf-8")  # the older one again
    ingest_responses(project, [path])
    assert lake.rows(project.workspace, "SELECT count(*), count(opened_at) FROM invitations") == [(4, 3)]


def test_killed_between_two_tables_the_next_try_completes(project, path, monkeypatch):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(lake, "add_responses", killed)
        with pytest.raises(KeyboardInterrupt):
            ingest_responses(project, [path])
    assert lake.rows(project.workspace, "SELECT count(*) FROM responses") == [(0,)]
    ingest_responses(project, [path])
    assert lake.rows(project.workspace, "SELECT count(*) FROM responses") == [(2,)]
    assert lake.rows(project.workspace, "SELECT count(*), count(DISTINCT (response_id, question_id)) FROM answers") == [
        (8, 8)
    ]


def test_no_identifier_and_no_number_of_a_customer_is_stored(project, path):
    for name in (path, path.parent / "invitations.csv"):
        text = name.read_text(encoding="utf-8")
        name.write_text(text.replace("A;", "KLIENT-777-A;").replace("i1,A", "INVIT-888,KLIENT-777-A"), encoding="utf-8")
    report = ingest_responses(project, [path])
    stored = bytes_of(project.workspace.root)
    for secret in (CANARY, "KLIENT-777", "INVIT-888"):
        assert secret.encode() not in stored
        assert secret not in json.dumps([each.position for each in report.quarantined])
    query = "SELECT response_id || ' ' || invitation_id FROM invitations WHERE response_id IS NOT NULL"
    assert not any("777" in row[0] and "888" in row[0] for row in lake.rows(project.workspace, query))


def test_free_text_lies_in_one_table_which_obeys_its_term(project, path):
    """Whoever adds a column of text elsewhere must let ``drop_comments_before`` empty it."""
    ingest_responses(project, [path])
    assert [name for name in ("answers", "invitations", "responses") if _texts(project, name)] == ["responses"]
    assert comments.drop_comments_before(project.workspace, date(2025, 6, 3)) == 2
    assert not _texts(project, "responses")


def _texts(project: Project, table: str) -> bool:
    rows = lake.rows(project.workspace, f"SELECT COLUMNS(*)::VARCHAR FROM {table}")
    return any(word in str(rows) for word in ("Rapide", "rappelez"))


def test_a_text_past_its_term_is_not_stored_and_its_marks_are(tmp_path, path):
    project = a_workspace(tmp_path / "later", today=date(2026, 10, 15))
    ingest_responses(project, [path])
    assert lake.rows(project.workspace, "SELECT count(*), count(comment) FROM responses") == [(2, 0)]


def test_a_question_keeps_its_scale(project, path):
    ingest_responses(project, [path])
    changed = DECLARATION.replace('kind = "csat"', 'kind = "csat"\nscale = [0, 10]')
    path.with_suffix(".toml").write_text(changed, encoding="utf-8")
    (aside,) = ingest_responses(project, [path]).quarantined
    assert (aside.position, aside.code) == ("the declaration, question satisfaction", Code.WRONG_SCALE)


#: The file that a declaration names for its invitations, and why it is refused.
ELSEWHERE = [
    ("../invitations.csv", Code.OUTSIDE_FOLDER),
    ("/etc/hostname", Code.OUTSIDE_FOLDER),
    ("x.csv", Code.MISSING_FILE),
]


@pytest.mark.parametrize(("file", "code"), ELSEWHERE)
def test_invitations_lie_beside_the_answers_or_nothing_is_taken(project, path, file, code):
    path.with_suffix(".toml").write_text(DECLARATION.replace("invitations.csv", file), encoding="utf-8")
    report = ingest_responses(project, [path])
    assert [each.code for each in report.quarantined] == [code]
    assert report.counts["stored"] == 0


def marks(path: Path, scores: list[int], first: int = 0) -> Path:
    rows = [f"{first + number},2025-06-02,{score}" for number, score in enumerate(scores)]
    path.write_text("\n".join(["response_id,answered_on,score", *rows]) + "\n")
    return path


def test_five_points_declared_as_eleven_are_refused_even_a_few_a_night(project, tmp_path):
    assert ingest_responses(project, [marks(tmp_path / "a.csv", [1, 3, 5] * 10)], (0, 10)).counts["stored"] == 30
    report = ingest_responses(project, [marks(tmp_path / "b.csv", [1, 3, 5] * 10, first=30)], (0, 10))
    assert [(each.position, each.code) for each in report.quarantined] == [("the file", Code.FIVE_POINTS)]
    assert report.counts["stored"] == 0


def test_ten_points_declared_as_eleven_are_asked_about(project, tmp_path):
    path = marks(tmp_path / "a.csv", [1, 10, 8, 7] * 50)
    arguments = ["ingest", "responses", str(path), "--scale", "0-10", "--workspace", str(project.workspace.root)]
    result = CliRunner().invoke(group, [*arguments, "--json"], env={"LC_ALL": "fr_FR.UTF-8"})
    assert result.exit_code == 0
    assert json.loads(result.stdout)["facts"] == {"no_zero_among": 200.0}
    assert "Aucune note 0 parmi 200" in result.stderr


def test_memory_grows_with_the_rows_and_no_faster(tmp_path):
    from clairevoix.ingest.tables import Written, read_sheet

    peaks = []
    for n in (10_000, 100_000):
        path = marks(tmp_path / f"{n}.csv", [7] * n)
        tracemalloc.start()
        assert len(read_sheet(path, Written()).rows) == n
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 13 * peaks[0]
