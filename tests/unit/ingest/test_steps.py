"""Logs of steps, as systems write them, in our words."""

import json
from collections import Counter
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from clairevoix.ingest.step_declaration import read_log_declaration
from clairevoix.ingest.steps import read_steps
from clairevoix.model.errors import Code, InputError
from clairevoix.model.step import Step

HEAD = "case,customer,journey,step,started_at,ended_at,due_on,outcome,cause,responsibility,area,revision"
ORDER = "D1,C1,fibre_connection,ordered,2025-02-03T10:00:00+01:00,,2025-02-10,,,,75,"
DECLARED = """
[steps]
journey = "fibre_connection"
time_zone = "Europe/Paris"
dates = ["%d/%m/%Y %H:%M"]
key = ["evt"]
empty = ["N/A"]
[steps.columns]
case = "dossier"
customer = "client"
step = "etape"
started_at = "debut"
ended_at = "fin"
outcome = "resultat"
cause = "motif"
area = "dept"
revision = "version"
[steps.steps]
"Commande passée" = "ordered"
RDV = "visit"
[steps.outcomes]
KO = "failed"
[steps.causes]
"PBO introuvable" = "PBO_INTROUVABLE"
"""
DECLARED_HEAD = "dossier;client;evt;etape;debut;fin;resultat;motif;dept;version"


def pseudonym(kind: str, source_id: str) -> str:
    return f"{kind}<{source_id}>"


def read(path, declaration: str | None = None):
    """What a log gives: steps, refusals as (row, code), and the oddities that are not 0."""
    if declaration is not None:
        path.with_suffix(".toml").write_text(declaration, encoding="utf-8")
    odd: Counter[str] = Counter()
    found = list(read_steps(path, read_log_declaration(path), pseudonym, odd))
    steps = [each for each in found if isinstance(each, Step)]
    return steps, [each for each in found if not isinstance(each, Step)], +odd


def a_log(tmp_path, *lines: str, head: str = HEAD):
    path = tmp_path / "log.csv"
    path.write_text("\n".join((head, *lines)), encoding="utf-8")
    return path


def test_our_own_columns_need_no_declaration(tmp_path):
    (step,), refused, odd = read(a_log(tmp_path, ORDER))
    assert (step.case_id, step.customer) == ("case<fibre_connection\0D1>", "customer<C1>")
    assert step.started_at == datetime(2025, 2, 3, 9, tzinfo=UTC)
    assert (step.started_on, step.due_on, step.area, step.month) == (
        date(2025, 2, 3),
        date(2025, 2, 10),
        "75",
        "2025-02",
    )
    assert (refused, odd) == ([], {})


def test_declared_words_dates_and_zone(tmp_path):
    lines = (
        "D1;C1;e1;commande  PASSÉE;03/07/2025 00:30;N/A;;;75;1",
        "D1;C1;e2;RDV;04/07/2025 08:00;;ko;pbo introuvable;;2",
    )
    steps, refused, odd = read(a_log(tmp_path, *lines, head=DECLARED_HEAD), DECLARED)
    assert [(each.step, each.outcome, each.cause, each.revision) for each in steps] == [
        ("ordered", None, None, 1),
        ("visit", "failed", "PBO_INTROUVABLE", 2),
    ]
    assert steps[0].started_at == datetime(2025, 7, 2, 22, 30, tzinfo=UTC)
    assert steps[0].started_on == date(2025, 7, 3)
    assert (refused, odd) == ([], {})


def test_the_hour_that_the_clock_goes_back_over_is_read_as_its_first(tmp_path):
    steps, _, _ = read(a_log(tmp_path, "D1;;e;RDV;26/10/2025 02:30;;;;;", head=DECLARED_HEAD), DECLARED)
    assert steps[0].started_at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "line, code",
    [
        (ORDER.replace("D1", ""), Code.MISSING_ID),
        (ORDER.replace("ordered", "Commande de M. Dupont"), Code.UNKNOWN_STEP),
        (ORDER.replace("fibre_connection", ""), Code.UNKNOWN_STEP),
        (ORDER.replace("2025-02-03T10:00:00+01:00", ""), Code.BAD_DATE),
        (ORDER.replace("+01:00", ""), Code.BAD_DATE),  # no zone is known
        (ORDER.replace("2025-02-03", "2085-02-03"), Code.BAD_DATE),
        (ORDER.replace("2025-02-10", "soon"), Code.BAD_DATE),
        (ORDER + "v2", Code.BAD_VALUE),
        (ORDER + ",more", Code.RAGGED_ROW),
    ],
)
def test_a_row_that_says_nothing_is_refused_alone(tmp_path, line, code):
    steps, refused, _ = read(a_log(tmp_path, line, ORDER))
    assert len(steps) == 1
    assert refused == [("row 1", code)]


def test_what_is_odd_is_taken_and_counted(tmp_path):
    lines = (
        "D1,,fibre_connection,visit,,2025-02-03T10:00:00Z,,bizarre,le voisin Dupont,moi,Seine,",
        "D1,C1,fibre_connection,visit,2025-02-03T10:00:00Z,2025-02-03T09:00:00Z,,,KO_77,,,",
    )
    steps, refused, odd = read(a_log(tmp_path, *lines))
    assert refused == []
    assert [(each.outcome, each.cause, each.responsibility, each.area) for each in steps] == [
        ("unlisted", "unlisted", "unlisted", "unlisted"),
        (None, "KO_77", None, None),
    ]
    assert steps[0].started_at == steps[0].ended_at
    assert steps[1].is_backwards
    assert odd == {
        "no_start": 1,
        "no_customer": 1,
        "backwards": 1,
        "unlisted_cause": 2,  # a word, and a code that is on no list: it is kept all the same
        **{f"unlisted_{name}": 1 for name in ("outcome", "responsibility", "area")},
    }


def test_an_event_is_its_declared_key_whatever_else_changes(tmp_path):
    lines = ("D1;C1;e1;RDV;03/07/2025 08:00;;;;75;1", "D1;C1;e1;RDV;05/07/2025 08:00;;;;75;2")
    steps, _, _ = read(a_log(tmp_path, *lines, head=DECLARED_HEAD), DECLARED)
    assert len({each.step_id for each in steps}) == 1


def test_without_a_key_its_start_names_an_event(tmp_path):
    steps, _, _ = read(a_log(tmp_path, ORDER, ORDER, ORDER.replace("T10", "T11")))
    assert len({each.step_id for each in steps}) == 2


@pytest.mark.parametrize("revision, number", [("7", 7), ("1970-01-01T00:00:01+00:00", 1_000_000), ("", 0)])
def test_revisions_are_numbers_or_instants(tmp_path, revision, number):
    (step,), _, _ = read(a_log(tmp_path, ORDER + revision))
    assert step.revision == number


def test_parquet_and_json_lines_give_the_same(tmp_path):
    row = dict(zip(HEAD.split(","), ORDER.split(","), strict=True))
    (expected,), _, _ = read(a_log(tmp_path, ORDER))
    lines = tmp_path / "log.jsonl"
    lines.write_text(f"{json.dumps(row)}\n\n[1]\n{{broken\n", encoding="utf-8")
    assert read(lines)[:2] == ([expected], [("row 2", Code.RAGGED_ROW), ("row 3", Code.RAGGED_ROW)])
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "log.parquet")
    assert read(tmp_path / "log.parquet")[0] == [expected]


@pytest.mark.parametrize(
    "name, content, code",
    [
        ("log.csv", "", Code.UNREADABLE),
        ("log.csv", "step,started_at\nordered,2025-01-01", Code.MISSING_COLUMN),
        ("log.csv", "case,case,step\n", Code.AMBIGUOUS_COLUMN),
        ("log.csv", "case,step\n\xff".encode("latin-1"), Code.UNREADABLE),
        ("log.csv", 'case,step\n"a"b,c', Code.UNREADABLE),
        ("log.parquet", "no", Code.UNREADABLE),
        ("log.jsonl", '{"step": "ordered"}', Code.MISSING_COLUMN),
        ("log.txt", "", Code.UNREADABLE),
    ],
)
def test_a_file_that_is_no_log_is_refused(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as refusal:
        read(path)
    assert refusal.value.code is code


@pytest.mark.parametrize(
    "change, place",
    [
        (('journey = "fibre_connection"', ""), "steps.journey"),
        (('KO = "failed"', 'KO = "broken"'), "steps.outcomes"),
        (('RDV = "visit"', 'RDV = "la visite"'), "steps.steps"),
        (('case = "dossier"', ""), "steps.columns"),
        (('case = "dossier"', 'case = "dossier"\nname = "nom"'), "steps.columns"),
        (('"Europe/Paris"', '"Europe/Trifouilly"'), "steps.time_zone"),
        (('["%d/%m/%Y %H:%M"]', '["%H:%M"]'), "steps.dates"),
        (('empty = ["N/A"]', "colour = 1"), "steps.colour"),
    ],
)
def test_a_wrong_declaration_is_refused_by_place(tmp_path, change, place):
    path = a_log(tmp_path, head=DECLARED_HEAD)
    with pytest.raises(InputError) as refusal:
        read(path, DECLARED.replace(*change))
    assert (refusal.value.code, refusal.value.position) == (Code.BAD_DECLARATION, f"the declaration, {place}")


def test_a_declared_column_must_be_there(tmp_path):
    with pytest.raises(InputError) as refusal:
        read(a_log(tmp_path, head=DECLARED_HEAD.replace("dept", "area")), DECLARED)
    assert (refusal.value.code, refusal.value.position) == (Code.MISSING_COLUMN, "the file, column dept")
