"""R21. How employees are is asked apart from everything: no column, key or import joins it to anything, and no token to anybody."""

import re
import sqlite3
from datetime import date, timedelta

import pytest

from builders import a_workspace
from clairevoix import pulse
from clairevoix.charter.blinding import IssuingKey, blind, blind_sign, finalize, new_text, read_token, verifies, written
from clairevoix.charter.policy import Charter
from clairevoix.charter.wellbeing import (
    Doubt,
    admit_answer,
    admit_columns,
    admit_issue,
    admit_round,
    charter_of_pulse,
    doubt_of,
)
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.pulse import PulseAnswer, Round, ScaleSums
from clairevoix.store import ledger, pulse_tokens, tables, wellbeing
from clairevoix.store.schema import TABLES
from pulses import (
    ANSWER_DAY,
    ISSUE_DAY,
    MONTH,
    a_key,
    a_round,
    a_sheet,
    a_token,
    a_written_token,
    forged,
    opened,
    sent,
    some_marks,
)
from spec_shapes import imported, sources

#: What the pulse and the rest may both speak of: a month and a place of work, each of many people.
SHARED = {"month", "site"}
#: What would be somebody, or a moment of somebody.
NAMING = re.compile(
    r"agent|account|login|employee|person|contact|customer|team|epoch|_at$|_id$|time|address|(^|_)mark$"
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A workspace whose charter declares the pulse, with a round that was opened."""
    monkeypatch.setattr(pulse, "_admit", lambda _project: None)
    made = a_workspace(tmp_path)
    opened(made)
    return made


def columns_of_the_pulse() -> dict[str, set[str]]:
    with sqlite3.connect(":memory:") as connection:
        connection.executescript(wellbeing.SCHEMA)
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: {row[1] for row in connection.execute(f"PRAGMA table_info({name})")} for name in names}


def columns_elsewhere() -> set[str]:
    """Of the registry and of the lake."""
    registry = {column.name for table in tables._database.metadata.tables.values() for column in table.columns}
    return registry | {name for schema in TABLES.values() for name in schema.names}


def test_no_column_could_join_the_pulse_to_anything():
    own = set().union(*columns_of_the_pulse().values())
    assert own & columns_elsewhere() == SHARED
    assert not {name for name in own if NAMING.search(name)}


def test_what_was_used_and_what_was_answered_are_in_no_row_together():
    tables_ = columns_of_the_pulse()
    assert tables_["used"] == {"token", "month"}
    assert all("token" not in columns for name, columns in tables_.items() if name != "used")
    assert tables_["remarks"] == {"slot", "month", "remark"}


def test_an_answer_has_no_field_for_whoever_gives_it():
    fields = {*PulseAnswer.__slots__, *ScaleSums.__slots__}
    assert not {name for name in fields if NAMING.search(name)}


def test_its_store_imports_no_other_and_no_other_imports_it():
    told = sources()
    ours = {each for each in imported(told["store/wellbeing.py"]) if each.startswith("clairevoix.store")}
    theirs = {path for path, text in told.items() if "clairevoix.store.wellbeing" in imported(text)}
    assert ours == set()
    assert not {path for path in theirs if path.startswith(("store/", "web/"))}


def test_no_table_keeps_the_order_of_arrival():
    assert wellbeing.SCHEMA.count("CREATE TABLE") == wellbeing.SCHEMA.count("WITHOUT ROWID")


def test_the_file_bears_no_moment_of_an_answer(project):
    token = a_written_token()
    pulse.answer(project, sent(token, some_marks()), ANSWER_DAY)
    seen = (project.workspace.wellbeing / wellbeing.FILE).stat().st_mtime
    assert (date.fromtimestamp(seen) - timedelta(days=1)).month in (12, 1)
    assert {path.name for path in project.workspace.wellbeing.iterdir()} == {wellbeing.FILE}


def test_what_is_kept_of_answers_does_not_depend_on_their_order(tmp_path, project):
    """Two workspaces to which the same answers come in opposite orders hold the same sums, byte for byte."""
    given = [some_marks(mark) for mark in (0, 1, 2, 3, 4)]
    found = []
    for name, order in (("a", given), ("b", given[::-1])):
        folder = tmp_path / name
        wellbeing.open_round(folder, a_round(), a_key())
        for marks in order:
            answer = PulseAnswer(month=MONTH, site="lille", marks=marks)
            sums = tuple(pulse.sums_of(answer))
            wellbeing.take(folder, MONTH, digest=a_token().digest, sums=sums, products=pulse.products_of(answer))
        with sqlite3.connect(folder / wellbeing.FILE) as connection:
            kept = ("sums", "answered", "totals", "products")
            found.append([connection.execute(f"SELECT * FROM {each}").fetchall() for each in kept])
    assert found[0] == found[1]


def test_whatever_was_signed_fits_every_token(project):
    """There is a blind for each pair of what was signed and a token: who signed cannot tell them apart."""
    key = a_key()
    asked = [blind(key.n, new_text()) for _ in range(6)]
    signatures = [finalize(key.n, each, blind_sign(key, each.message)) for each in asked]
    for each in asked:
        for signature in signatures:
            encoded = pow(int.from_bytes(signature), 65537, key.n)
            blindness = int.from_bytes(each.message) * pow(encoded, -1, key.n) % key.n
            r = pow(blindness, key.d, key.n)
            assert pow(r, 65537, key.n) * encoded % key.n == int.from_bytes(each.message)


def test_the_server_never_sees_a_token():
    key = a_key()
    asked = blind(key.n, new_text())
    signed = blind_sign(key, asked.message)
    token = finalize(key.n, asked, signed)
    assert token not in (asked.message, signed)
    assert asked.prepared not in asked.message
    assert not verifies(key.n, asked.prepared, signed)


def test_a_token_answers_once(project):
    token = a_written_token()
    pulse.answer(project, sent(token, some_marks()), ANSWER_DAY)
    with pytest.raises(CharterRefusal, match="R21"):
        pulse.answer(project, sent(token, some_marks(0)), ANSWER_DAY)
    assert pulse.doubt(project, token, ANSWER_DAY) is Doubt.USED
    assert wellbeing.counts(project.workspace.wellbeing)[MONTH][0] == 1


def test_one_text_under_two_signatures_is_one_token(project):
    """PSS salts a signature, so a text can be signed twice; its use is known by the text."""
    key, text = a_key(), new_text()
    tokens = []
    for _ in range(2):
        asked = blind(key.n, text)
        signature = finalize(key.n, asked, blind_sign(key, asked.message))
        tokens.append(written(type(a_token())(month=MONTH, prepared=text, signature=signature)))
    assert tokens[0] != tokens[1]
    pulse.answer(project, sent(tokens[0], some_marks()), ANSWER_DAY)
    with pytest.raises(CharterRefusal, match="R21"):
        pulse.answer(project, sent(tokens[1], some_marks()), ANSWER_DAY)


def test_what_is_no_token_of_the_month_is_refused(project):
    stranger = IssuingKey(n=a_key(2).n, d=a_key(2).d)
    bad = {
        Doubt.NO_TOKEN: "2025-09.abc",
        Doubt.OTHER_MONTH: a_written_token("2025-08"),
        Doubt.FORGED: written(forged(a_token())),
    }
    bad_key = written(a_token(stranger))
    for wanted, text in (*bad.items(), (Doubt.FORGED, bad_key)):
        with pytest.raises(CharterRefusal, match="R21"):
            pulse.answer(project, sent(text, some_marks()), ANSWER_DAY)
        assert pulse.doubt(project, text, ANSWER_DAY) is wanted
    assert wellbeing.counts(project.workspace.wellbeing)[MONTH][0] == 0


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (ISSUE_DAY, Doubt.TOO_EARLY),
        (date(2025, 9, 15), Doubt.TOO_EARLY),
        (date(2025, 9, 16), None),
        (date(2025, 9, 30), None),
        (date(2025, 10, 1), Doubt.TOO_LATE),
    ],
)
def test_answers_are_taken_in_their_days_alone(day, wanted):
    token = a_token()
    assert doubt_of(token, a_round(), day, is_used=False) is wanted
    if wanted is None:
        admit_answer(token, a_round(), day, is_used=False)
        return
    with pytest.raises(CharterRefusal, match="R21"):
        admit_answer(token, a_round(), day, is_used=False)


@pytest.mark.parametrize(
    ("day", "is_given", "is_admitted"),
    [
        (date(2025, 8, 31), False, False),
        (date(2025, 9, 1), False, True),
        (date(2025, 9, 14), False, True),
        (date(2025, 9, 15), False, False),
        (date(2025, 9, 5), True, False),
    ],
)
def test_one_token_is_given_to_each_and_in_its_days_alone(day, is_given, is_admitted):
    if is_admitted:
        admit_issue(a_round(), day, is_given=is_given)
        return
    with pytest.raises(CharterRefusal, match="R21"):
        admit_issue(a_round(), day, is_given=is_given)


@pytest.mark.parametrize(
    ("issue_from", "issue_until", "answer_from", "answer_until"), [(1, 14, 14, 30), (1, 20, 10, 30), (14, 1, 16, 30)]
)
def test_the_days_of_tokens_and_of_answers_do_not_overlap(issue_from, issue_until, answer_from, answer_until):
    days = [date(2025, 9, day) for day in (issue_from, issue_until, answer_from, answer_until)]
    names = ("issue_from", "issue_until", "answer_from", "answer_until")
    with pytest.raises(CharterRefusal, match="R21"):
        admit_round(Round(month=MONTH, modulus=1, **dict(zip(names, days, strict=True))))


def test_somebody_gets_one_token_but_the_same_request_is_answered_again(project):
    asked, other = (blind(a_key().n, new_text()) for _ in range(2))
    first = pulse.give_token(project, "a1", asked.message, ISSUE_DAY)
    assert pulse.give_token(project, "a1", asked.message, ISSUE_DAY) == first
    with pytest.raises(CharterRefusal, match="R21"):
        pulse.give_token(project, "a1", other.message, ISSUE_DAY)
    pulse.give_token(project, "a2", other.message, ISSUE_DAY)


def test_once_no_more_are_given_nobody_knows_who_was_given_one_and_the_key_is_gone(project):
    pulse.give_token(project, "a1", blind(a_key().n, new_text()).message, ISSUE_DAY)
    pulse.end_issues(project, ISSUE_DAY)
    assert pulse_tokens.is_given(project.registry, MONTH, "a1")
    pulse.end_issues(project, date(2025, 9, 15))
    assert not pulse_tokens.is_given(project.registry, MONTH, "a1")
    assert wellbeing.issuing_key(project.workspace.wellbeing, MONTH) is None


def test_neither_answers_nor_tokens_are_in_the_ledger(project):
    before = len(ledger.leaves(project.registry))
    pulse.give_token(project, "a1", blind(a_key().n, new_text()).message, ISSUE_DAY)
    token = a_written_token()
    pulse.answer(project, sent(token, some_marks()), ANSWER_DAY)
    with pytest.raises(CharterRefusal):
        pulse.answer(project, sent(token, some_marks()), ANSWER_DAY)
    assert len(ledger.leaves(project.registry)) == before


@pytest.mark.parametrize("column", ["agent", "name", "email", "answered_at", "team", "id", "Site", "seniority"])
def test_a_file_with_any_other_column_is_refused_unread(tmp_path, project, column):
    path = a_sheet(tmp_path / "answers.csv", 12, **{column: "somebody"})
    with pytest.raises(CharterRefusal, match="R21"):
        pulse.ingest_pulse(project, [path])
    assert [each.month for each in wellbeing.rounds(project.workspace.wellbeing)] == [MONTH]
    with pytest.raises(CharterRefusal, match="R21"):
        admit_columns(["month", column], [])


def test_no_figure_of_it_rests_on_fewer_answers_than_its_own_minimum():
    strict = charter_of_pulse(Charter(pulse_minimum=25, minimum_cell=20))
    assert (strict.minimum_cell, strict.minimum_answers) == (25, 25)
    assert charter_of_pulse(Charter(pulse_minimum=10, minimum_cell=20)).minimum_cell == 20


@pytest.mark.parametrize("text", ["", "2025-09", "2025-09..", "2025-09.a.b", "💥", "2025-09.%%%%.%%%%", "a" * 5000])
def test_no_text_breaks_the_reading_of_tokens(text):
    token = read_token(text)
    assert token is None or doubt_of(token, a_round(), ANSWER_DAY, is_used=False) is not None
