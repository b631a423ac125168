"""From the lake to released figures: who answers, weights, drivers, and answers tied to heard contacts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from builders import a_contact, a_processed, a_response, a_workspace
from clairevoix import figures
from clairevoix.charter.disclosure import Released
from clairevoix.figures import answering, comparing, driving, weights
from clairevoix.model.annotation import Annotation
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.measure import Figure
from clairevoix.model.survey import Invitation, Question, QuestionKind, Rating, Survey
from clairevoix.model.timespan import TimeSpan
from clairevoix.store import answers, lake, registry

QUESTION = Question(question_id="ease", kind=QuestionKind.CES2, scale_min=1, scale_max=7, wording="Was it made easy?")
EFFORT = Question(question_id="effort", kind=QuestionKind.CES1, scale_min=1, scale_max=5, wording="How much effort?")
BASE = a_processed("customer | 0.1 | 0.9 | allo")


def heard(number: int, label: str | None, **changes: object) -> lake.Processed:
    """A contact of the customer k{number} on 6 October."""
    annotations = () if label is None else (
        Annotation(contact_id=f"c{number}", label=label, label_version=1, annotator="phrases/1", channel=1,
                   party=Party.CUSTOMER, span=TimeSpan(0, 1)),
    )  # fmt: skip
    values = {"started_at": datetime(2025, 10, 6, 9, tzinfo=UTC), "customer": f"k{number}", "site": "lille", **changes}
    return replace(BASE, contact=a_contact(f"c{number}", **values), annotations=annotations)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """120 answers of September with two further questions; 44 of October, of which 40 follow a heard contact."""
    project = a_workspace(tmp_path_factory.mktemp("surveys") / "workspace")
    early = [
        a_response(
            score=[10, 9, 8, 3][number % 4], response_id=f"s{number}", answered_on=date(2025, 9, 1 + number % 28),
            site="lille" if number % 3 else "lyon", channel="phone",
        )
        for number in range(120)
    ]  # fmt: skip
    late = [
        a_response(
            score=3 if number % 2 else 9, response_id=f"t{number}", answered_on=date(2025, 10, 8), site="lille",
            channel="phone" if number < 40 else "shop",
        )
        for number in range(44)
    ]  # fmt: skip
    lake.add_responses(project.workspace, [*early, *late], {f"t{number}": f"k{number}" for number in range(44)})
    ratings = [
        Rating(
            response_id=each.response_id, survey_id="nps", question=question, value=value, answered_on=each.answered_on
        )
        for number, each in enumerate(early)
        for question, value in ((QUESTION, 1 + each.score // 2 + number % 2), (EFFORT, 1 + number % 5))
    ]
    answers.add_ratings(project.workspace, ratings)
    registry.add_survey(
        project.registry,
        Survey(survey_id="nps", question="Would you?", scale_min=0, scale_max=10, questions=(QUESTION, EFFORT)),
    )
    lake.commit(project.workspace, [heard(number, "internet_outage" if number % 2 else None) for number in range(40)])
    return project


@pytest.fixture(scope="module")
def driven(project):
    return driving.released(project)


def found(released: tuple[Released, ...]) -> dict[tuple[str, str, str], Figure]:
    return {(each.measure, each.dimension, each.estimate.key): each for each in released if isinstance(each, Figure)}


def test_drivers_of_the_months_that_have_ended(project, driven):
    shown = found(driven)
    assert shown["driver-whole", "total", "total"].estimate.n == 120  # none of October, whose month still runs
    assert shown["driver", "question", "ease"].estimate.value > 0.9
    assert shown["driver-correlation", "question", "ease"].estimate.low > 0
    ways = shown["driver-performance", "question", "effort"].estimate
    assert ways.value == pytest.approx(0.5)  # 1 to 5 in turn; less is better, so it is turned round
    told = driving.about(project, driven)["drivers"]
    assert told[0]["wordings"] == {"ease": "Was it made easy?", "effort": "How much effort?"}
    assert set(told[0]["quarters"]) == {"ease", "effort"}
    assert "association" in told[0]["limits"]


def test_labels_of_heard_contacts_are_drivers_through_the_link(project, driven):
    shown = found(driven)
    # Four answers of a shop are too few, so the others' number, which would give it away, is held back too.
    assert ("linkage", "channel", "phone") not in shown
    assert shown["linkage", "site", "total"].estimate.value == pytest.approx(40 / 164)
    assert shown["heard-driver-whole", "total", "total"].estimate.n == 40
    assert shown["heard-driver-correlation", "label", "internet_outage"].estimate.value == pytest.approx(-1)
    assert shown["linked-nps", "category", "linked"].estimate.value == pytest.approx(0.0)
    told = driving.about(project, driven)["heard_drivers"]
    assert (told["is_told"], told["window_days"]) == (True, 14)
    assert told["gap"]["low"] < told["gap"]["value"] < told["gap"]["high"]


def test_contacts_held_to_test_are_tied_to_no_answer(tmp_path):
    other = a_workspace(tmp_path)
    lake.add_responses(
        other.workspace,
        [a_response(response_id=f"t{number}", answered_on=date(2025, 10, 8)) for number in range(44)],
        {f"t{number}": f"k{number}" for number in range(44)},
    )
    lake.commit(other.workspace, [heard(number, None, purpose=Purpose.TECHNICAL_TEST) for number in range(40)])
    shown = found(driving.released(other))
    assert shown["linkage", "site", "total"].estimate.value == 0.0


def test_no_pair_reaches_what_is_published(project, driven):
    told = str(driven) + str(driving.about(project, driven))
    assert not [
        name for number in range(44) for name in (f"'k{number}'", f"'c{number}'", f"'t{number}'") if name in told
    ]


def test_without_a_declared_measure_nothing_is_looked_at(project):
    without = replace(project, charter=replace(project.charter, measures=()))
    assert driving.released(without) == ()
    assert driving.about(without, ()) == {"drivers": [], "heard_drivers": None}
    assert answering.released(without) == ()
    assert answering.about(without, ()) == {"answering": []}


def invited(project) -> None:
    """200 invitations of September, 100 a site; Lyon answers less, and leaves out twenty that it should have sent."""
    sent = datetime(2025, 9, 3, 10, tzinfo=UTC)
    rows = []
    for site, n, n_done in (("lille", 100, 60), ("lyon", 100, 20)):
        for number in range(n):
            times = {"sent_at": sent, "delivered_at": sent + timedelta(minutes=1)}
            if number < n_done:
                times["completed_at"] = sent + timedelta(minutes=1 if number < 5 else 30)
            rows.append(
                Invitation(invitation_id=f"{site}{number}", survey_id="nps", channel="sms", site=site,
                           response_id=f"s{number}" if site == "lille" and number < n_done else None, **times)
            )  # fmt: skip
    rows += [Invitation(invitation_id=f"x{n}", survey_id="nps", site="lyon", suppressed=True) for n in range(20)]
    rows.append(
        Invitation(invitation_id="october", survey_id="nps", site="lille", sent_at=datetime(2025, 10, 2, tzinfo=UTC))
    )
    answers.replace_invitations(project.workspace, "nps", rows)


def test_who_answers_of_the_invitations_of_months_that_have_ended(project):
    invited(project)
    shown = found(answering.released(project))
    assert shown["rr1", "site", "total"].estimate.n == 200
    assert [shown["rr1", "site", site].estimate.value for site in ("lille", "lyon")] == [0.6, 0.2]
    assert shown["reached", "stage", "delivered"].estimate.value == 1.0
    assert shown["reached", "stage", "started"].estimate.value == 0.4  # completed, so started, noted or not
    assert shown["unasked", "site", "lyon"].estimate.value == pytest.approx(20 / 120)
    assert shown["hurried", "site", "lille"].estimate.value == pytest.approx(5 / 60)
    assert shown["answered-nps", "total", "total"].estimate.n == 60
    assert shown["r-indicator", "total", "total"].estimate.value == pytest.approx(0.6, abs=0.01)
    told = answering.about(project, answering.released(project))["answering"][0]
    assert (told["first_on"], told["last_on"]) == ("2025-09-03", "2025-09-03")
    assert told["bias"] > 0
    flagged = comparing.about(project, answering.released(project))["flags"]
    assert {(each["measure"], each["key"]) for each in flagged if each["is_apart"]} >= {
        ("rr1", "lyon"),
        ("unasked", "lyon"),
    }


POPULATION = """\
[[population]]
year = 2025
source = "made up"

[population.site]
lille = 1
lyon = 1
"""


def test_raw_and_weighted_stand_side_by_side(project):
    assert weights.released(project) == ()  # nothing is declared
    assert weights.about(project, ()) == {"weights": [], "weights_change": None}
    (project.workspace.root / "population.toml").write_text(POPULATION, encoding="utf-8")
    released = (*figures.nps.released(project), *weights.released(project))
    shown = found(released)
    raw, weighted = shown["nps", "month", "total"].estimate, shown["weighted-nps", "year", "total"].estimate
    by_site = [shown["nps", "site", site].estimate.value for site in ("lille", "lyon")]
    assert weighted.value == pytest.approx(sum(by_site) / 2)
    assert raw.n == weighted.n == 120
    assert shown["effective", "year", "total"].estimate.value == pytest.approx(120**2 / (60**2 / 80 + 60**2 / 40) / 1)
    assert shown["greatest-weight", "year", "total"].estimate.value == pytest.approx(1.5)
    told = weights.about(project, released)["weights"]
    assert [(each["method"], each["has_converged"], each["refusal"]) for each in told] == [
        ("post-stratified", True, None)
    ]


def test_a_population_without_answers_is_told_in_words(project):
    text = POPULATION.replace("[population.site]\nlille = 1\nlyon = 1", "[population.channel]\nphone = 1\nshop = 1")
    (project.workspace.root / "population.toml").write_text(text, encoding="utf-8")
    assert "weighted-nps" not in {each.measure for each in weights.released(project)}
    told = weights.about(project, ())["weights"][0]
    assert (told["refusal"], told["place"]) == ("nobody_of", ["channel", "shop"])
