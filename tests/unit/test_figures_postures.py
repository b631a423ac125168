"""Acts in the work that was heard for evaluation: told by team or site, and only where the charter declares it."""

from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest

from builders import TODAY, a_charter, a_processed, a_workspace
from clairevoix.charter.criteria import admit_posture
from clairevoix.figures import postures as figures
from clairevoix.model.annotation import Annotation
from clairevoix.model.contact import EvaluatedContact, Party, Purpose
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.measure import Figure, Suppressed
from clairevoix.model.timespan import TimeSpan
from clairevoix.project import adopt
from clairevoix.store import lake
from clairevoix.store.posture_cells import TOTAL, postures

DECLARED = """
[purposes]
evaluate-work = true

[[measures]]
name = "posture"
subject = "work"
purpose = "evaluate-work"
by = ["team"]
finest = "month"
why = "Savoir quels gestes sont présents dans les équipes, sans nommer personne."
"""


def heard(project, number: int, *, team: str, agent: str, greets: bool):
    contact_id = f"c{number}"
    contact = EvaluatedContact(
        contact_id=contact_id,
        started_at=datetime(2025, 10, 1, 9, tzinfo=UTC),
        parties=(Party.AGENT, Party.CUSTOMER),
        purpose=Purpose.EVALUATE_WORK,
        team=team,
        agent=agent,
        epoch="e1",
    )
    found = Annotation(
        contact_id=contact_id,
        label="greets",
        label_version=project.codebook.of("greets").version,
        annotator="query/1",
        channel=0,
        party=Party.AGENT,
        span=TimeSpan(0, 1000),
    )
    kept = a_processed("agent | 0 | 1 | bonjour", contact_id=contact_id)
    return replace(kept, contact=contact, annotations=(found,) if greets else (), codebook=project.codebook.digest)


def a_project(tmp_path, charter: str):
    """Three teams; in one all contacts have a greeting, in the others half. Two contacts of each agent, half of them coded."""
    project = a_workspace(tmp_path, charter=a_charter() + charter)
    adopt(project)
    processed, reviews = [], []
    for team, n_agents in (("nord", 12), ("sud", 12), ("petite", 3)):
        for agent in range(n_agents):
            for greets in (True, team == "nord"):
                made = heard(project, len(processed), team=team, agent=f"{team}-{agent}", greets=greets)
                processed.append(made)
                row = {"contact_id": made.contact.contact_id, "label": "greets", "coder": "a", "coded_on": TODAY}
                reviews += [{**row, "present": greets}] if agent < 6 else []
    lake.commit(project.workspace, processed)
    lake.write(project.workspace, "reviews", reviews)
    return project


def test_shares_of_acts_are_told_by_team_where_the_charter_declares_them(tmp_path):
    project = a_project(tmp_path, DECLARED)
    released = [each for each in figures.released(project) if each.period.startswith("greets@")]
    shown = {each.estimate.key: round(each.estimate.value, 2) for each in released if isinstance(each, Figure)}
    held = {each.key for each in released if isinstance(each, Suppressed)}
    # Three people at work are too few; with both other teams and the total they could be subtracted.
    assert (shown, held) == ({"total": 0.72, "sud": 0.5}, {"petite", "nord"})
    assert figures.about(project, released) == {"postures": ["greets"]}


def test_no_figure_names_or_counts_one_person(tmp_path):
    project = a_project(tmp_path, DECLARED)
    told = " ".join(str(asdict(each)) for each in figures.released(project))
    assert "nord-" not in told
    assert {each.dimension for each in figures.released(project)} == {"team"}
    cells = postures(project.workspace, "team", TODAY.replace(day=1), project.codings()["greets"])
    assert {each.cell.key: (each.n_people, round(each.largest, 3)) for each in cells} == {
        "nord": (12, 0.083),
        "petite": (3, 0.333),
        "sud": (12, 0.083),
    }
    (together,) = postures(project.workspace, TOTAL, TODAY.replace(day=1), project.codings()["greets"])
    assert (together.cell.n, together.n_people) == (54, 27)


@pytest.mark.parametrize("charter", ["", DECLARED.replace("posture", "evaluation")])
def test_nothing_is_told_that_the_charter_does_not_declare(tmp_path, charter):
    project = a_project(tmp_path, charter)
    assert figures.released(project) == ()
    assert figures.about(project, ()) == {"postures": []}


#: A change to the label « greets », and the rule that refuses it.
REFUSED = [
    ({"definition": {"fr": "Est à l’aise avec le client."}}, "R3"),  # no act
    ({"definition": {}}, "R3"),
    ({"by_language": {}}, "R3"),  # nothing would prove it
    ({"definition": {"fr": "Salue le client avec bienveillance."}}, "R2"),
    ({"definition": {"fr": "Salue le client.", "en": "Is proactive."}}, "R2"),
    ({"title": {"fr": "Attitude d’accueil"}}, "R2"),
    ({"name": "professionnalisme"}, "R2"),
]


@pytest.mark.parametrize(("changes", "rule"), REFUSED)
def test_what_is_no_act_is_no_posture(tmp_path, changes, rule):
    label = a_workspace(tmp_path).codebook.of("greets")
    admit_posture(label)
    with pytest.raises(CharterRefusal) as refusal:
        admit_posture(replace(label, **changes))
    assert refusal.value.rule_id == rule


def test_every_label_on_the_agents_words_that_comes_along_is_an_act(tmp_path):
    acts = [label for label in a_workspace(tmp_path).codebook.labels if label.party is Party.AGENT]
    assert len(acts) >= 8
    for label in acts:
        admit_posture(label)
