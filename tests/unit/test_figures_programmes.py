"""Effort and programmes from the log of contacts to released figures, against the truth that the log was made with."""

from dataclasses import replace

import pytest

from builders import a_workspace
from clairevoix.figures import effort, programmes
from clairevoix.model.errors import SettingsError
from clairevoix.model.measure import Figure
from effort_made import AREAS, REGISTER, filled


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return filled(a_workspace(tmp_path_factory.mktemp("programmes") / "workspace"))


@pytest.fixture(scope="module")
def figures(project):
    return (*effort.released(project), *programmes.released(project))


@pytest.fixture(scope="module")
def told(project, figures):
    return {each["id"]: each for each in programmes.about(project, figures)["programmes"]}


def of(figures, measure, dimension, period=None):
    return {
        each.estimate.key: each.estimate
        for each in figures
        if isinstance(each, Figure)
        and (each.measure, each.dimension) == (measure, dimension)
        and period in (None, each.period)
    }


def test_the_share_without_effort_is_that_of_the_log(figures):
    found = of(figures, "effort", "effort")["zero-effort"]
    # 35 % of all, and of 6 areas 45 % more in 6 and 4 months of 12.
    assert found.value == pytest.approx(0.35 + 0.45 * (3 * 6 + 3 * 4) / (12 * 12), abs=0.02)
    assert found.n == 12 * 12 * 14
    months = of(figures, "effort", "month")
    assert months["total"].value == found.value
    assert months["2025-01"].value < months["2025-12"].value


def test_who_comes_back(figures):
    same, any_reason = of(figures, "effort", "delay", "same"), of(figures, "effort", "delay", "any")
    assert same["same-3"].value < 0.12 < same["same-7"].value <= any_reason["any-7"].value + 1e-9
    assert same["same-7"].n == 12 * 14


def test_how_long_until_settled(project, figures):
    found = of(figures, "effort", "delay", "resolved")
    assert found["resolved-1"].value == pytest.approx(of(figures, "effort", "effort")["zero-effort"].value, abs=1e-9)
    assert found["resolved-7"].value == 1.0
    assert effort.about(project, figures)["effort"]["median_day"] in (1, 5)


def test_effort_asked_in_each_variant(figures):
    assert set(of(figures, "effort", "question", "after")) == {"ces2-mean", "ces2-top3", "ces2-net"}


def test_recommendation_after_effort_is_lower(figures):
    apart = of(figures, "effort", "driver")["apart"]
    assert apart.high < 0
    both = of(figures, "effort", "category")
    assert both["zero"].value - both["some"].value == pytest.approx(-apart.value)


def test_the_effect_that_the_log_was_made_with(figures, told):
    found = of(figures, "programme", "programme", "spare")["zero-effort"]
    assert found.low < 0.45 < found.high
    assert found.low > 0.3
    outcome = told["spare"]["outcomes"][0]
    assert (outcome["reading"], outcome["design"], outcome["n_places"], outcome["n_under"]) == (
        "changed",
        "compared",
        12,
        6,
    )
    placebo = of(figures, "programme", "before-after", "spare")["zero-effort"]
    assert placebo.low < 0 < placebo.high
    study = of(figures, "programme", "period", "spare:zero-effort")
    assert study["0"].low < 0.45 < study["0"].high
    assert abs(study["-2"].value) < 0.15


def test_a_meeting_in_one_place_has_no_number(figures, told):
    assert of(figures, "programme", "programme", "lone-evening")["contacts-per-case"].value is None
    assert told["lone-evening"]["outcomes"][0]["reading"] == "unbounded"
    assert not of(figures, "programme", "window", "lone-evening")
    assert not of(figures, "programme", "before-after", "lone-evening")


def test_everywhere_at_once_is_compared_with_its_past_alone(figures, told):
    outcome = told["everywhere"]["outcomes"][0]
    assert outcome["design"] == "before-and-after"
    assert outcome["reading"] in ("coincided", "unclear")
    assert len(outcome["series"]["expected"]) == 12
    assert len(of(figures, "programme", "month", "everywhere:contacts-per-case")) == 12


def test_a_date_before_the_data_is_answered(told):
    assert told["before-the-log"]["outcomes"][0]["reading"] == "nothing-before"


def test_a_place_without_data_is_named(told):
    assert told["spare"]["unknown"] == ["99"]
    assert told["before-the-log"]["unknown"] == []


def test_programmes_that_cannot_be_told_apart_are_named(project, figures):
    found = programmes.about(project, figures)["overlaps"]
    # One evening and « Partout » are meant to move the same; the other pairs are more than four months apart.
    assert [(each["first"], each["second"], each["n_places"]) for each in found] == [("lone-evening", "everywhere", 1)]


def test_a_register_that_is_wrong_stops_the_publication_in_words(tmp_path):
    wrong = REGISTER.replace('places = ["01", "02", "03"]', 'places = ["01", "04", "03"]')
    project = filled(a_workspace(tmp_path / "workspace"), n_cases=1, register=wrong)
    with pytest.raises(SettingsError, match="04 is in the roll-out twice"):
        programmes.released(project)


def test_nothing_of_too_few_leaves(tmp_path):
    """Two cases a month in each area, in two areas: every effect rests on enough people, every month on too few."""
    project = filled(a_workspace(tmp_path / "workspace"), n_cases=1)
    found = effort.released(project)
    assert all(each.estimate.n >= project.charter.minimum_cell for each in found if isinstance(each, Figure))
    assert len(AREAS) == 12


def test_what_the_charter_does_not_declare_is_not_told(project):
    declared = tuple(each for each in project.charter.measures if each.name not in ("programme", "effort"))
    silent = replace(project, charter=replace(project.charter, measures=declared))
    assert programmes.released(silent) == effort.released(silent) == ()
    assert effort.about(silent, ()) == {"effort": None}
    found = programmes.about(silent, ())["programmes"]
    assert {outcome["reading"] for each in found for outcome in each["outcomes"]} == {"undeclared"}


def test_no_log_is_no_figure(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    assert effort.released(project) == ()
    assert programmes.released(project) == ()
    assert effort.about(project, ()) == {"effort": None}
    assert programmes.about(project, ()) == {"programmes": [], "overlaps": []}
