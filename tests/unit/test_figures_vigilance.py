"""From files to the page: pressure, pulse and the alarm over a whole workspace."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from builders import TODAY, a_response, a_workspace
from clairevoix import figures, pulse
from clairevoix.charter.access import Role
from clairevoix.charter.catalogue import USUAL_MEASURES, USUAL_OF_WORK
from clairevoix.charter.policy import parse_charter
from clairevoix.evaluating import redacted
from clairevoix.figures import pressure
from clairevoix.i18n import Translator
from clairevoix.intake import ingest_acts
from clairevoix.model.errors import CharterRefusal, Code
from clairevoix.model.evaluation import Mark, Origin
from clairevoix.model.measure import Figure, Suppressed
from clairevoix.model.vigilance import ActKind, Remedy
from clairevoix.project import Project
from clairevoix.store import acts, budgets, decisions, lake, ledger, published, wellbeing
from clairevoix.store.published import Snapshot
from clairevoix.web.rooms.vigilance import vigilance, vigilance_json
from clairevoix.web.rooms.vigilance_tables import ACTS, act_title
from courses import an_evaluation
from pulses import a_sheet

MONTHS = [f"2025-{number:02d}" for number in range(1, 10)]
HEAD = "month,site,team,act,n_acts,n_people,largest\n"


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    """A workspace in whose charter work may be evaluated."""
    monkeypatch.setattr(pulse, "_admit", lambda _project: None)
    made = a_workspace(tmp_path / "workspace")
    return replace(
        made, charter=replace(made.charter, purposes=("evaluate-work",), measures=(*USUAL_MEASURES, *USUAL_OF_WORK))
    )


def told(project: Project, measure: str, dimension: str, period: str) -> dict[str, float | None]:
    found = [each for each in figures.released(project) if (each.measure, each.dimension) == (measure, dimension)]
    return {
        each.estimate.key: each.estimate.value for each in found if isinstance(each, Figure) and each.period == period
    }


def an_act(month: str = "2025-09", site: str = "lille", team: str = "a", act: str = "evaluated", n: int = 24) -> str:
    return f"{month},{site},{team},{act},{n},12,0.2\n"


def ingested(project: Project, tmp_path: Path, *rows: str, head: str = HEAD) -> list[tuple[str, Code]]:
    path = tmp_path / "acts.csv"
    path.write_text(head + "".join(rows))
    return [(each.position, each.code) for each in ingest_acts(project, [path]).quarantined]


# The pulse.


def test_a_pulse_with_four_answers_is_withheld_and_with_twelve_is_told(tmp_path, project):
    pulse.ingest_pulse(project, [a_sheet(tmp_path / "four.csv", 4, month="2025-08")])
    pulse.ingest_pulse(project, [a_sheet(tmp_path / "twelve.csv", 12, month="2025-09", asked=20)])
    assert set(told(project, "pulse", "month", "2025/overall")) == {"2025-09"}
    held = [each for each in figures.released(project) if isinstance(each, Suppressed) and each.measure == "pulse"]
    assert {(each.key, each.rule_id) for each in held} >= {("2025-08", "R17")}
    about = figures.about(project, figures.released(project))["vigilance"]
    assert [each["month"] for each in about["months"]] == ["2025-09"]
    assert about["months"][0]["imported"]


def test_a_month_that_is_not_over_is_not_told(tmp_path, project):
    month = f"{TODAY:%Y-%m}"
    pulse.ingest_pulse(project, [a_sheet(tmp_path / "now.csv", 30, month=month)])
    assert told(project, "pulse", "month", f"{month[:4]}/overall") == {}


def test_a_charter_that_does_not_declare_the_pulse_tells_none(tmp_path, project):
    pulse.ingest_pulse(project, [a_sheet(tmp_path / "twelve.csv", 12)])
    silent = replace(project, charter=replace(project.charter, measures=()))
    assert told(silent, "pulse", "month", "2025/overall") == {}


def test_a_higher_minimum_of_the_charter_withholds_it(tmp_path, project):
    pulse.ingest_pulse(project, [a_sheet(tmp_path / "twelve.csv", 12)])
    strict = replace(project, charter=replace(project.charter, pulse_minimum=13))
    assert told(strict, "pulse", "month", "2025/overall") == {}


def test_a_month_is_taken_once(tmp_path, project):
    pulse.ingest_pulse(project, [a_sheet(tmp_path / "a.csv", 12)])
    report = pulse.ingest_pulse(project, [a_sheet(tmp_path / "b.csv", 30)])
    assert [(each.position, each.code) for each in report.quarantined] == [("2025-09", Code.DUPLICATE_ID)]
    assert wellbeing.counts(project.workspace.wellbeing)["2025-09"] == (12, None)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2025-9,lille,,3", Code.BAD_DATE),
        ("2025-09,lille,many,3", Code.BAD_VALUE),
        ("2025-09,lille,,three", Code.BAD_VALUE),
        ("2025-09,lille,,7", Code.BAD_VALUE),
        ("2025-09,paris,,3", Code.UNKNOWN_SITE),
        ("2025-09,lille,,", Code.BAD_VALUE),  # nothing answered
    ],
)
def test_bad_rows_are_put_aside_with_their_reason(tmp_path, project, line, code):
    path = tmp_path / "bad.csv"
    path.write_text(f"month,site,asked,time\n{line}\n")
    assert [each.code for each in pulse.ingest_pulse(project, [path]).quarantined] == [code]


@pytest.mark.parametrize("attempt", ["open", "ingest", "acts"])
def test_nothing_of_it_is_done_before_the_works_council_was_consulted(tmp_path, attempt):
    """The charter of this workspace declares neither the pulse nor evaluations."""
    silent = a_workspace(tmp_path / "silent")
    attempts = {
        "open": lambda: pulse.open_round(silent, "2025-09"),
        "ingest": lambda: pulse.ingest_pulse(silent, [a_sheet(tmp_path / "a.csv", 12)]),
        "acts": lambda: ingest_acts(silent, [tmp_path / "acts.csv"]),
    }
    with pytest.raises(CharterRefusal, match="R9"):
        attempts[attempt]()
    assert {"event": "refusal", "rule": "R9"}.items() <= ledger.leaves(silent.registry)[-1].items()
    assert wellbeing.rounds(silent.workspace.wellbeing) == ()


# Acts.


def test_acts_are_told_for_each_person_by_month_site_and_team(tmp_path, project):
    rows = [an_act(month) for month in MONTHS] + [an_act("2025-09", "lyon", "b", n=36)]
    assert ingested(project, tmp_path, *rows) == []
    assert told(project, "evaluation", "month", "2025/evaluated")["2025-08"] == 2.0
    assert told(project, "evaluation", "site", "2025-09/evaluated") == {"total": 2.5, "lyon": 3.0, "lille": 2.0}
    assert set(told(project, "evaluation", "team", "2025-09/evaluated")) == {"lille/a", "lyon/b"}


def test_what_was_told_of_a_month_by_place_stays(tmp_path, project):
    ingested(project, tmp_path, an_act())
    before = told(project, "evaluation", "site", "2025-09/evaluated")
    ingested(project, tmp_path, an_act(team="late", n=13))
    assert told(project, "evaluation", "site", "2025-09/evaluated") == before
    strict = replace(project, charter=replace(project.charter, minimum_cell=20))
    assert told(strict, "evaluation", "site", "2025-09/evaluated") == {}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2025-13,lille,a,evaluated,24,12,0.2\n", Code.BAD_DATE),
        ("2025-09,paris,a,evaluated,24,12,0.2\n", Code.UNKNOWN_SITE),
        ("2025-09,lille,a,scored,24,12,0.2\n", Code.BAD_VALUE),
        ("2025-09,lille,a,evaluated,12,24,0.2\n", Code.BAD_VALUE),  # more people than acts
        ("2025-09,lille,a,evaluated,24,12,0.01\n", Code.BAD_VALUE),  # nobody bears so little at most
        ("2025-09,lille,a,evaluated,many,12,0.2\n", Code.BAD_VALUE),
    ],
)
def test_bad_acts_are_put_aside(tmp_path, project, row, code):
    assert ingested(project, tmp_path, row) == [("row 1", code)]
    assert acts.counted(project.workspace) == ()


@pytest.mark.parametrize("column", ["agent", "name", "evaluator"])
def test_a_file_of_acts_that_could_name_somebody_is_refused(tmp_path, project, column):
    head = HEAD.replace("\n", f",{column}\n")
    assert ingested(project, tmp_path, an_act().replace("\n", ",x\n"), head=head) == [("the heading", Code.BAD_VALUE)]


def test_the_same_acts_are_counted_once(tmp_path, project):
    for _ in range(2):
        ingested(project, tmp_path, an_act(), an_act(team="b"))
    assert len(acts.counted(project.workspace)) == 2


def test_how_often_people_were_evaluated_is_a_distribution(project):
    """Budgets number each person's evaluations from 0, so that nobody has to be looked at one by one."""
    rng = [3, 3, 2, 2, 2, 1, 1, 1, 1]
    with project.registry.begin() as connection:
        for person, times in enumerate(rng):
            for place in range(times):
                row = {"agent_id": f"p{person}", "period": "2025-08-01", "place": place}
                connection.execute(budgets._debits.insert().values(**row, evaluation_id=f"e{person}-{place}"))
    found = {each.times: each.n_people for each in acts.own_spreads(project.registry)}
    assert found == {1: 4, 2: 3, 3: 2}


def test_rubber_stamping_is_looked_at(project):
    """Forty drafts confirmed as they stood, by four people, in a moment each."""
    at = datetime(2025, 9, 1, tzinfo=UTC)
    made = []
    for number in range(40):
        evaluation = an_evaluation()
        marks = tuple(
            Mark(criterion=finding.criterion, verdict=finding.suggested) for finding in evaluation.draft.findings
        )
        evaluation = replace(
            evaluation,
            draft=replace(evaluation.draft, origin=Origin.MACHINE, evaluation_id=f"e{number}"),
            confirmed_by=f"v{number % 4}",
            confirmed_at=at + timedelta(days=number % 30),
            changed_at=at + timedelta(days=30),
            reading_ms=1,
            marks=marks,
        )
        made.append(pressure.Course(evaluation=evaluation, delivered_at=None, contested_at=None))
    assert pressure.stamped(project, made) == "rings"
    assert pressure.stamped(project, made[:20]) is None  # too few to say
    assert pressure.stamped(project, []) is None


# Both sides, the log, the page.


def a_snapshot(project: Project) -> Snapshot:
    released = figures.released(project)
    about = json.loads(json.dumps(figures.about(project, released)))
    published.replace(project.workspace.snapshot, about=about, released=released, labels=(), excerpts=())
    return published.read(project.workspace.snapshot)


def both_sides(project: Project, tmp_path: Path, *, falls: bool) -> Snapshot:
    """Nine months in which customers recommend ever more, and employees find their work ever worse, or not."""
    for number, month in enumerate(MONTHS):
        day = datetime.fromisoformat(f"{month}-15").date()
        n_promoters = 100 + 40 * number
        lake.add_responses(
            project.workspace,
            [a_response(9 if n < n_promoters else 3, f"{month}-{n}", answered_on=day) for n in range(500)],
        )
        mark = 4 - number * 3 // 8 if falls else 2
        lines = [f"{month},lille,60,{mark},{min(4, mark + n % 2)}" for n in range(50)]
        path = tmp_path / f"{month}.csv"
        path.write_text("month,site,asked,time,rest\n" + "\n".join(lines) + "\n")
        names = [item.name for item in pulse.pulse_items(project)]
        full = [f"{month},lille,60," + ",".join(str(min(4, mark + n % 2)) for _ in names) for n in range(50)]
        path.write_text(",".join(("month", "site", "asked", *names)) + "\n" + "\n".join(full) + "\n")
        pulse.ingest_pulse(project, [path])
    return a_snapshot(project)


@pytest.mark.parametrize("falls", [True, False])
def test_the_alarm_rings_on_the_page_where_one_side_pays_for_the_other(tmp_path, project, falls):
    page = vigilance(both_sides(project, tmp_path, falls=falls), "fr")
    assert page.alarm is not None
    assert page.alarm.rings is falls
    assert ("L’alerte sonne" in page.alarm.verdict) is falls


def test_decisions_are_in_the_log_and_in_the_ledger_without_their_reason(project):
    reason = redacted("Voir avec Julie Martin au 06 39 98 12 34.", "fr")
    decisions.add(
        project.registry,
        project.workspace,
        on=TODAY,
        step=Remedy.PAUSE,
        role=Role.DIRECTOR,
        site="lille",
        reason=reason,
    )
    leaf = ledger.leaves(project.registry)[-1]
    assert {"event": "decision", "step": "pause", "role": "director", "site": "lille"}.items() <= leaf.items()
    assert "Voir" not in json.dumps(leaf)
    page = vigilance(a_snapshot(project), "fr")
    assert page.decisions is not None
    (row,) = page.decisions.rows
    assert row[1:4] == ("évaluations suspendues", "la direction", "Lille")
    assert "06 39 98 12 34" not in row[4]


def test_the_page_of_an_empty_workspace_says_that_there_is_nothing(project):
    page = vigilance(a_snapshot(project), "en")
    assert page.absence is not None
    assert page.alarm is None


def test_the_twin_in_numbers_holds_what_was_released_and_no_count_of_what_was_not(tmp_path, project):
    pulse.ingest_pulse(project, [a_sheet(tmp_path / "four.csv", 4)])
    ingested(project, tmp_path, an_act())
    found = vigilance_json(a_snapshot(project), "en")["figures"]
    assert {each["measure"] for each in found} == {"evaluation", "pulse"}
    assert all(each["n"] is None and each["value"] is None for each in found if each["rule_id"])


def test_work_is_told_by_default_only_where_work_is_evaluated():
    usual = {each.name for each in parse_charter({}).measures}
    of_work = {each.name for each in parse_charter({"purposes": {"evaluate-work": True}}).measures}
    assert not {"pulse", "evaluation"} & usual
    assert of_work - usual == {"pulse", "evaluation"}


def test_every_kind_of_act_has_its_words():
    assert set(ACTS) == {kind.value for kind in ActKind}
    assert all(re.search(r"\w", act_title(act, Translator("fr"))) for act in ACTS)
