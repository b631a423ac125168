"""From files to the page « Prix »: mock contacts that humans confirmed, and our own answers by the published questions."""

from datetime import date

import pytest

from builders import CANARY, a_csv, a_workspace, bytes_of
from clairevoix.charter.people import admit_columns
from clairevoix.figures import prizes
from clairevoix.ingest.mystery import COLUMNS
from clairevoix.intake import ingest_mystery, ingest_responses
from clairevoix.model.errors import CharterRefusal, Code
from clairevoix.model.measure import Figure, Suppressed
from clairevoix.store import ledger, mystery
from clairevoix.upkeep import purged

TODAY = date(2025, 10, 15)


def rows_of(test_id, notes=(("delay", "1"), ("answer_right", "0,5")), **changes):
    base = {
        "test_id": test_id,
        "channel": "mail",
        "tested_on": "2025-09-10",
        "confirmed_by": "ann",
        "confirmed_on": "2025-09-11",
    }
    return [{**base, "criterion": criterion, "note": note, **changes} for criterion, note in notes]


def written(path, rows):
    path.write_text(a_csv(rows), encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path):
    return a_workspace(tmp_path / "w", today=TODAY)


def test_stored_once_without_an_identifier_of_the_source(project, tmp_path):
    path = written(tmp_path / "m.csv", [row for number in range(12) for row in rows_of(f"visit-{number}-{CANARY}")])
    report = ingest_mystery(project, [path])
    assert (report.counts["rows"], report.counts["stored"], report.quarantined) == (24, 12, ())
    assert ingest_mystery(project, [path]).counts == {"rows": 24, "stored": 0, "already_known": 12}
    tests = mystery.tests_since(project.workspace, date(2025, 1, 1))
    assert len(tests) == 12
    assert tests[0].notes == {"delay": 1.0, "answer_right": 0.5}
    stored = bytes_of(project.workspace.root)
    assert CANARY.encode() not in stored
    assert b"visit-1" not in stored


#: The rows of a file with one test that is whole beside them, and which row is put aside for what.
BAD = [
    (rows_of("x", confirmed_by=""), "row 1", Code.NOT_CONFIRMED),
    (rows_of("x", confirmed_on=""), "row 1", Code.NOT_CONFIRMED),
    (rows_of("x", confirmed_on="2025-09-09"), "row 1", Code.BAD_DATE),
    (rows_of("x", confirmed_on="2025-12-01"), "row 1", Code.BAD_DATE),
    (rows_of("x", tested_on="10/09/2025"), "row 1", Code.BAD_DATE),
    (rows_of("x", [("delay", "1"), ("charm", "1")]), "row 2", Code.BAD_VALUE),
    (rows_of("x", [("delay", "1"), ("clear", "2")]), "row 2", Code.BAD_VALUE),
    (rows_of("x", [("delay", "1"), ("clear", "yes")]), "row 2", Code.BAD_VALUE),
    (rows_of("x", [("delay", "1"), ("delay", "1")]), "row 2", Code.DUPLICATE_ID),
    (rows_of("x", channel="fax"), "row 1", Code.BAD_VALUE),
    (rows_of("x", [("delay", "")]), "row 1", Code.BAD_VALUE),
    (rows_of(""), "row 1", Code.MISSING_ID),
    (
        [*rows_of("x", [("delay", "1")]), *rows_of("x", [("clear", "1")], tested_on="2025-09-11")],
        "row 2",
        Code.DUPLICATE_ID,
    ),
]


@pytest.mark.parametrize(
    ("rows", "position", "code"), BAD, ids=[f"{code}-{number}" for number, (_, _, code) in enumerate(BAD)]
)
def test_a_test_that_lacks_something_is_put_aside_whole(project, tmp_path, rows, position, code):
    report = ingest_mystery(project, [written(tmp_path / "m.csv", [*rows, *rows_of("good")])])
    assert report.counts["stored"] == 1
    assert (report.quarantined[0].position, report.quarantined[0].code) == (position, code)


@pytest.mark.parametrize("column", ["adviser", "conseiller", "agent_id", "team", "comment", "Note du conseiller"])
def test_a_column_more_is_refused_by_rule_18_whatever_it_is_called(project, tmp_path, column):
    path = written(tmp_path / "m.csv", [{**row, column: CANARY} for row in rows_of("x")])
    report = ingest_mystery(project, [path])
    (aside,) = report.quarantined
    assert (report.counts["stored"], aside.position, aside.code, aside.rule_id) == (0, "the file", Code.REFUSED, "R18")
    assert [entry.facts["rule"] for entry in ledger.entries(project.registry) if entry.event == "refusal"] == ["R18"]
    assert CANARY.encode() not in bytes_of(project.workspace.root)


def test_no_column_of_a_stored_test_could_hold_an_adviser():
    from clairevoix.store.schema import TABLES

    assert set(TABLES["mystery"].names) == set(COLUMNS)
    admit_columns(COLUMNS, COLUMNS)
    with pytest.raises(CharterRefusal):
        admit_columns([*COLUMNS, "agent"], COLUMNS)


def test_what_is_past_its_term_is_refused_and_purged(project, tmp_path):
    report = ingest_mystery(
        project, [written(tmp_path / "m.csv", rows_of("x", tested_on="2024-01-02", confirmed_on="2024-01-03"))]
    )
    assert [(each.code, each.rule_id) for each in report.quarantined] == [(Code.REFUSED, "R8")]
    ingest_mystery(project, [written(tmp_path / "n.csv", rows_of("y"))])
    later = type(project)(
        **{name: getattr(project, name) for name in type(project).__slots__} | {"today": date(2026, 12, 1)}
    )
    assert purged(later).counts["mystery"] == 1
    assert mystery.tests_since(project.workspace, date(2000, 1, 1)) == ()


def figures(project):
    return {
        (each.measure, each.dimension, each.estimate.key): each
        for each in prizes.released(project)
        if isinstance(each, Figure)
    }


def test_marks_of_ten_tests_are_told_and_of_nine_are_not(project, tmp_path):
    notes = [("delay", "1"), ("answer_right", "0.5"), ("clear", "0")]
    nine = [row for number in range(9) for row in rows_of(f"v{number}", notes)]
    ingest_mystery(project, [written(tmp_path / "m.csv", nine)])
    assert figures(project) == {}
    assert {each.rule_id for each in prizes.released(project) if isinstance(each, Suppressed)} == {"R17"}
    ingest_mystery(project, [written(tmp_path / "n.csv", rows_of("v10", notes))])
    found = figures(project)
    assert found["mystery", "channel", "mail"].estimate.value == pytest.approx(20 * (3 + 4 * 0.5) / 9)
    costs = {key: each.estimate.value for (_, dimension, key), each in found.items() if dimension == "criterion"}
    assert costs == {
        "mail:answer_right": pytest.approx(20 * 2 / 9),
        "mail:clear": pytest.approx(20 * 2 / 9),
        "mail:delay": 0,
    }


def test_tests_of_the_month_that_runs_do_not_count_yet(project, tmp_path):
    rows = [
        row for number in range(12) for row in rows_of(f"v{number}", tested_on="2025-10-02", confirmed_on="2025-10-03")
    ]
    ingest_mystery(project, [written(tmp_path / "m.csv", rows)])
    assert prizes.released(project) == ()


DECLARATION = """
[survey]
id = "yearly"

[[survey.questions]]
id = "arcep_satisfaction"
kind = "csat"
scale = [0, 10]
column = "satisfaction"

[[survey.questions]]
id = "podium_kept_promise"
kind = "csat"
scale = [0, 10]
column = "promise"

[[survey.questions]]
id = "podium_effort"
kind = "csat"
scale = [0, 10]
column = "effort"
"""


def test_our_own_answers_to_the_published_questions(project, tmp_path):
    """Twelve marks of 2024, nine of 2025; of the pillar, who answered both of its questions."""
    rows = [
        {
            "response_id": f"r{number}",
            "answered_on": f"{2024 if number < 12 else 2025}-05-02",
            "satisfaction": 6 + number % 4,
        }
        | {"promise": 8, "effort": 4 if number < 11 else ""}
        for number in range(21)
    ]
    (tmp_path / "yearly.toml").write_text(DECLARATION, encoding="utf-8")
    report = ingest_responses(project, [written(tmp_path / "yearly.csv", rows)])
    assert report.quarantined == ()
    found = figures(project)
    assert found["arcep", "year", "total"].period == "2024"
    assert found["arcep", "year", "total"].estimate.value == pytest.approx(7.5)
    assert (
        found["podium", "criterion", "execution"].estimate.n,
        found["podium", "criterion", "execution"].estimate.value,
    ) == (11, 6.0)
    held = [each for each in prizes.released(project) if isinstance(each, Suppressed)]
    assert [(each.measure, each.period, each.rule_id) for each in held] == [("arcep", "2025", "R17")]


def test_what_the_charter_does_not_declare_is_neither_stored_nor_told(tmp_path):
    measures = (
        '\n[[measures]]\nname = "nps"\nsubject = "customers"\nby = ["month"]\nwhy = "How the service is received."\n'
    )
    project = a_workspace(tmp_path / "w", charter=measures, today=TODAY)
    rows = [row for number in range(12) for row in rows_of(f"v{number}")]
    with pytest.raises(CharterRefusal) as refusal:
        ingest_mystery(project, [written(tmp_path / "m.csv", rows)])
    assert refusal.value.rule_id == "R9"
    assert mystery.tests_since(project.workspace, date(2025, 1, 1)) == ()
    assert prizes.released(project) == ()


def test_the_page_knows_what_is_assumed(project):
    told = prizes.about(project, ())["prizes"]
    assert told["hypotheses"]["arcep"] == ("sd", "drift", "n")
    assert told["arcep"]["breaks"] == (2024, 2025)
    assert told["arcep"]["chances"]["truly_first"]["Orange"] > 0.85
    assert told["changed"] == ()
