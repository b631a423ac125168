"""R18. Nothing ranks people, sets one of them a target, or shows a score while they work: no type or column could."""

import pytest

from clairevoix.charter.people import DIMENSIONS, admit_dimension
from clairevoix.charter.stamping import Stamping
from clairevoix.model.errors import CharterRefusal
from spec_shapes import declared, orders, sources, words

#: Who is never set in an order, whatever a table calls them.
PEOPLE = {
    *(
        "agent",
        "agents",
        "employee",
        "employees",
        "person",
        "people",
        "staff",
        "worker",
        "workers",
        "adviser",
        "advisor",
    ),
    *(
        "evaluator",
        "evaluators",
        "reviewer",
        "reviewers",
        "coder",
        "coders",
        "team",
        "teams",
        "colleague",
        "colleagues",
    ),
}
#: What an order of people would be called.
RANKING = {
    "ranking",
    "rankings",
    "leaderboard",
    "league",
    "podium",
    "percentile",
    "quartile",
    "best",
    "worst",
    "bottom",
}
#: With a word of people beside it, what a person is not given.
PERSONAL = {
    "score",
    "rank",
    "target",
    "targets",
    "goal",
    "goals",
    "quota",
    "objective",
    "bonus",
    "performance",
    "live",
    "average",
}


def rankings(text: str) -> set[str]:
    """Declarations that would hold an order of people, or a score or target of one."""
    return {
        name for _, name in declared(text) if words(name) & RANKING or (words(name) & PEOPLE and words(name) & PERSONAL)
    }


def orders_of_people(text: str) -> set[str]:
    """Sorts and groups by somebody, with what they are sorted by."""
    return {each for each in orders(text) if words(each) & (PEOPLE - {"people"})}  # how many people is no order of them


def test_nothing_declared_ranks_people():
    found = {(path, name) for path, text in sources().items() for name in rankings(text)}
    assert found == set()


def test_nothing_is_sorted_or_grouped_by_person():
    found = {(path, each) for path, text in sources().items() for each in orders_of_people(text)}
    assert found == set()


@pytest.mark.parametrize(
    "planted",
    [
        "class Figure:\n    agent_rank: int",
        "class AgentScore:\n    value: float",
        "class Evaluation:\n    percentile: float",
        "class Terms:\n    employee_target: float",
        "class Board:\n    leaderboard: tuple[str, ...]",
        "class Kind(StrEnum):\n    LIVE_AGENT = 'live'",
        "t = sa.Table('t', m, sa.Column('team_ranking', sa.Integer))",
        "@app.get('/agents/{agent_id}/score')\ndef f(): ...",
        "@app.websocket('/live/agent')\ndef f(): ...",
    ],
)
def test_whoever_adds_one_is_found(planted):
    assert rankings(planted)


@pytest.mark.parametrize(
    "planted",
    [
        "q = sa.select(t).order_by(t.c.agent_id)",
        "q = sa.select(t.c.n).group_by(t.c.evaluator)",
        "rows = sorted(rows, key=lambda row: row.agent_id)",
        "rows.sort(key=by_agent)",
        "sql = 'SELECT agent_id, avg(score) FROM e GROUP BY agent_id ORDER BY 2'",
        "sql = f'SELECT {x} FROM e ORDER BY employee DESC'",
    ],
)
def test_whoever_sorts_people_is_found(planted):
    assert orders_of_people(planted)


@pytest.mark.parametrize(
    "innocent", ["class Contact:\n    agent_id: str", "class Target:\n    points: float", "x.order_by('month')"]
)
def test_what_is_innocent_is_not(innocent):
    assert not rankings(innocent)
    assert not orders_of_people(innocent)


@pytest.mark.parametrize("dimension", sorted(DIMENSIONS))
def test_figures_are_told_by_what_is_declared(dimension):
    admit_dimension(dimension)
    assert not words(dimension) & (PEOPLE - {"team"})  # which R17 holds to its number of people


@pytest.mark.parametrize(
    "dimension",
    ["agent", "agent_id", "by_team_member", "evaluator", "employee", "conseiller", "Agent", "site ", "", "équipe"],
)
def test_no_figure_is_told_by_person(dimension):
    with pytest.raises(CharterRefusal, match="R18"):
        admit_dimension(dimension)


def test_a_look_at_evaluators_holds_none_of_them():
    assert not {word for name in Stamping.__slots__ for word in words(name)} & PEOPLE
