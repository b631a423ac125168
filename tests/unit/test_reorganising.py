"""Figures by the organisation that the works council countersigned, and reorganisations tried on past data."""

from dataclasses import replace
from datetime import date

import pytest

from builders import a_charter, a_response, a_workspace
from clairevoix.charter.policy import parse_charter
from clairevoix.config import read_toml
from clairevoix.consulting import consult_and_activate
from clairevoix.figures import nps, organisation
from clairevoix.figures.reorganising import simulate
from clairevoix.ingest.organisation import read_organisation
from clairevoix.measure.organisation.exposure import Exposure
from clairevoix.measure.organisation.operations import Plan, planned
from clairevoix.model.errors import CharterRefusal, SettingsError
from clairevoix.model.measure import Figure
from clairevoix.project import open_project
from clairevoix.store import consultations, lake, ledger
from consulted import KEYS, MADE_AT
from organisations import a_version, as_toml, sites_and_teams

TODAY = date(2025, 10, 15)
#: Three sites of which two become one in June 2025; the third loses some people, and stays.
BEFORE = [("lille", "lille", 20), ("bayonne", "bayonne", 12), ("lyon", "lyon", 30)]
AFTER = [("nord", "nord", 32), ("lyon", "lyon", 30)]
MOVES = [("lille", "nord", 20), ("bayonne", "nord", 12)]
BEGUN = date(2025, 6, 1)


def document(**changes):
    return {**sites_and_teams(BEFORE), "versions": [a_version("nord", BEGUN, AFTER, MOVES) | changes]}


def answered(project, site, month, n, score=9):
    ids = (f"{site}-{month}-{number}" for number in range(n))
    day = date.fromisoformat(f"{month}-15")
    responses = [
        a_response(score if number % 3 else 5, each, answered_on=day, site=site) for number, each in enumerate(ids)
    ]
    lake.add_responses(project.workspace, responses)


def a_project(root, written, *, declares=None, today=TODAY):
    """With answers by the words of their day: until May the old sites, then the new ones, one of them named late."""
    charter = a_charter()
    if declares is not None:
        charter += f'[reorganisations]\n{declares.version_id} = "{declares.digest}"\n'
    project = a_workspace(root, charter=charter, files={"organisation.toml": as_toml(written)}, today=today)
    for site, month, n in (("lille", "2025-03", 40), ("bayonne", "2025-03", 15), ("lyon", "2025-03", 50)):
        answered(project, site, month, n)
    for site, month, n in (("nord", "2025-07", 60), ("lyon", "2025-07", 45), ("lille", "2025-08", 20)):
        answered(project, site, month, n)
    return project


def counted(project):
    months = ["2025-03", "2025-07", "2025-08"]
    return {cell.key: cell.n for cell in organisation.site_cells(project, "nps", months).cells}


def test_once_countersigned_old_answers_are_counted_under_the_new_site(tmp_path):
    written = document(consultation=1)
    project = a_project(tmp_path, written, declares=read_organisation(written).versions[1])
    assert organisation.told_by(project).version_id == "nord"
    assert counted(project) == {"nord": 40 + 15 + 60 + 20, "lyon": 95}
    told = {
        each.estimate.key for each in nps.released(project) if isinstance(each, Figure) and each.dimension == "site"
    }
    assert told == {"total", "nord", "lyon"}


def test_before_that_no_figure_by_a_new_site_exists(tmp_path):
    """Announced, dated ahead, not countersigned: answers that name the new site already cannot be told by it."""
    written = document(valid_from=date(2026, 1, 1))
    project = a_project(tmp_path, written)
    assert organisation.told_by(project).version_id == "start"
    assert counted(project) == {"lille": 60, "bayonne": 15, "lyon": 95, "regrouped": 60}
    keys = {each.estimate.key if isinstance(each, Figure) else each.key for each in nps.released(project)}
    assert "nord" not in keys
    assert organisation.about(project, ())["sites"] == {"lille": "Lille", "bayonne": "Bayonne", "lyon": "Lyon"}


def test_a_split_that_waits_is_counted_under_the_site_it_comes_from(tmp_path):
    split = [("lille-n", "lille-n", 12), ("lille-s", "lille-s", 8), ("bayonne", "bayonne", 12), ("lyon", "lyon", 30)]
    version = a_version("split", date(2026, 1, 1), split, [("lille", "lille-n", 12), ("lille", "lille-s", 8)])
    project = a_workspace(
        tmp_path, files={"organisation.toml": as_toml({**sites_and_teams(BEFORE), "versions": [version]})}, today=TODAY
    )
    answered(project, "lille-n", "2025-08", 12)
    answered(project, "lille-s", "2025-08", 13)
    assert {cell.key: cell.n for cell in organisation.site_cells(project, "nps", ["2025-08"]).cells} == {"lille": 25}


def test_dated_before_its_consultation_it_is_refused_at_publication_and_in_the_ledger(tmp_path):
    project = a_project(tmp_path, document())  # begun in June, and nobody was asked
    with pytest.raises(CharterRefusal) as refusal:
        nps.released(project)
    assert refusal.value.rule_id == "R9"
    assert [entry.facts["rule"] for entry in ledger.entries(project.registry) if entry.event == "refusal"][-1] == "R9"


def test_with_its_consultation_after_its_first_day_it_is_refused(tmp_path):
    written = document(consultation=2)
    project = a_project(tmp_path, document(valid_from=date(2026, 1, 1)))
    declared = read_organisation(written).versions[1]
    charter = parse_charter({**read_toml(tmp_path / "charter.toml"), "reorganisations": {"nord": declared.digest}})
    consult_and_activate(project.registry, charter, KEYS, MADE_AT.replace(year=2025, month=7))
    (tmp_path / "organisation.toml").write_text(as_toml(written))
    late = open_project(tmp_path, today=TODAY)
    assert consultations.consultations(late.registry).versions[2].countersigned_on == date(2025, 7, 1)
    with pytest.raises(CharterRefusal):
        organisation.told_by(late)
    (tmp_path / "organisation.toml").write_text(as_toml(document(consultation=2, valid_from=date(2025, 7, 1))))
    assert organisation.told_by(open_project(tmp_path, today=TODAY)).version_id == "nord"


def test_a_series_that_breaks_is_told_apart_and_not_compared(tmp_path):
    """Lyon loses half of its people to a new site: neither goes on from it."""
    after = [("lille", "lille", 20), ("bayonne", "bayonne", 12), ("lyon", "lyon", 15), ("est", "est", 15)]
    written = {
        **sites_and_teams(BEFORE),
        "versions": [a_version("est", BEGUN, after, [("lyon", "lyon", 15), ("lyon", "est", 15)], consultation=1)],
    }
    version = read_organisation(written).versions[1]
    project = a_workspace(
        tmp_path,
        charter=a_charter() + f'[reorganisations]\nest = "{version.digest}"\n',
        files={"organisation.toml": as_toml(written)},
        today=TODAY,
    )
    answered(project, "lyon", "2025-03", 30)
    answered(project, "lyon", "2025-07", 20)
    assert {cell.key: cell.n for cell in organisation.site_cells(project, "nps", ["2025-03", "2025-07"]).cells} == {
        "regrouped": 30,
        "lyon": 20,
    }
    broken = {
        each["unit"]
        for each in organisation.about(project, ())["organisation"]["versions"][1]["series"]
        if not each["comparable"]
    }
    assert broken == {"lyon", "est"}


def test_what_is_published_of_an_organisation_holds_no_number_of_people(tmp_path):
    project = a_project(tmp_path, document(valid_from=date(2026, 1, 1)))
    told = organisation.about(project, ())["organisation"]
    numbers = {value for value in _leaves(told) if isinstance(value, (int, float)) and not isinstance(value, bool)}
    assert numbers == {10, 0.9}  # the minimum, and what comparable means


def _leaves(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [leaf for each in value for leaf in _leaves(each)]
    return [value]


def test_a_merge_makes_a_small_site_publishable_and_breaks_nothing(tmp_path):
    project = a_project(tmp_path, sites_and_teams(BEFORE))
    found = simulate(project, Plan(merges=["lille,bayonne=nord"]))
    fates = {(each.measure, each.key): (each.before, each.after) for each in found.cells if each.dimension == "site"}
    assert fates["nps", "nord"] == (None, True)
    assert fates["nps", "lille"] == (True, None)
    assert fates["work", "nord"] == (None, True)
    assert all(each.is_comparable for series in found.series.values() for each in series)
    assert all(groups == () for groups in found.exposed.values())


def test_a_team_split_into_two_of_three_people_can_be_told_by_nobody(tmp_path):
    project = a_project(tmp_path, sites_and_teams([("a", "lille", 6), ("b", "lyon", 30)]))
    found = simulate(project, Plan(splits=["a=a-1:3,a-2:3"]))
    fates = {each.key: each.after for each in found.cells if (each.measure, each.dimension) == ("work", "team")}
    assert (fates["a-1"], fates["a-2"]) == (False, False)
    small = {
        each.target for groups in found.exposed.values() for each in groups if each.exposure is Exposure.SMALL_UNIT
    }
    assert small == {"lille", "a-1", "a-2"}


def test_a_few_who_move_stand_out_and_the_series_go_on(tmp_path):
    project = a_project(tmp_path, sites_and_teams([("a", "lille", 60), ("b", "lyon", 60)]))
    found = simulate(project, Plan(moves=["a>b:3"]))
    (moved,) = [
        each
        for groups in found.exposed.values()
        for each in groups
        if each.exposure is Exposure.MOVED and each.source == "a"
    ]
    assert moved.target == "b"
    assert all(each.is_comparable for series in found.series.values() for each in series)


def test_a_simulation_stores_nothing(tmp_path):
    project = a_project(tmp_path, sites_and_teams(BEFORE))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    simulate(project, Plan(merges=["lille,bayonne=nord"]))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before


#: A plan, and what the complaint says.
IMPOSSIBLE = [
    (Plan(merges=["lille=nord"]), "a merge is written"),
    (Plan(merges=["lille,nice=nord"]), "no unit nice"),
    (Plan(merges=["lille,bayonne=lyon"]), "there already"),
    (Plan(splits=["lyon=a:10"]), "a split is written"),
    (Plan(splits=["lyon=a:10,b:10"]), "all the people of lyon"),
    (Plan(moves=["lyon-lille"]), "a move is written"),
    (Plan(moves=["lyon>lille:31"]), "more people than lyon"),
    (Plan(moves=["lyon>lyon:3"]), "nowhere to go"),
]


@pytest.mark.parametrize(("plan", "complaint"), IMPOSSIBLE, ids=[complaint for _, complaint in IMPOSSIBLE])
def test_what_cannot_be_done_is_said(plan, complaint):
    (now,) = read_organisation(sites_and_teams(BEFORE)).versions
    with pytest.raises(SettingsError, match=complaint):
        planned(now, plan, BEGUN)


def test_without_numbers_of_people_nothing_can_be_tried(tmp_path):
    project = a_workspace(tmp_path, today=TODAY)
    for version in ("one-day", "start"):
        with pytest.raises(SettingsError, match=f"no version {version} after"):
            simulate(project, version)
    with pytest.raises(SettingsError, match="how many people"):
        simulate(project, Plan(merges=["lille,lyon=nord"]))


def test_a_planned_version_is_tried_as_it_is_written(tmp_path):
    project = a_project(tmp_path, document(valid_from=date(2026, 1, 1)))
    assert simulate(project, "nord").after == replace(project.organisation.versions[1])
