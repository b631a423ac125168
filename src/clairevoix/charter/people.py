"""No figure by person, and no order of persons.

Targets and feedback for individuals under monitoring may make things worse (Siegel, König & Lazar 2022, Computers in Human
Behavior Reports 8): so there is no type, no column and no question by which people could be ranked.
"""

from collections.abc import Collection

from clairevoix.charter.rules import NO_RANKING
from clairevoix.model.errors import CharterRefusal

RULE_ID = NO_RANKING.rule_id

#: Everything that a figure may be told by. A list of what is allowed: whatever else somebody thinks of is refused.
DIMENSIONS = frozenset(
    {
        *("total", "day", "week", "month", "quarter", "year", "window", "period", "before-after"),
        *("site", "team", "region", "line", "organisation", "channel", "direction", "language", "product", "queue"),
        *("contacts", "label", "category", "mark", "detractors", "passives", "promoters", "question", "driver"),
        *("journey", "step", "stage", "cause", "chain", "delay", "attempts", "effort", "programme", "wave", "prize"),
        *("criterion", "grid", "evaluations", "contests"),
        *("area", "operator", "nature", "age", "appointment", "elapsed", "responsibility"),
    }
)


def admit_dimension(dimension: str) -> None:
    """Raises CharterRefusal(R18) for a figure by anything that is not declared here, such as an agent.

    A team is no person: how many people a figure needs is for rule R17, whatever it is told by.
    """
    if dimension not in DIMENSIONS:
        raise CharterRefusal(RULE_ID)


def admit_columns(columns: Collection[str], known: Collection[str]) -> None:
    """Raises CharterRefusal(R18) for a file that has a column beyond those known: an adviser's name could stand in it.

    For files in which no column about a person may be, whatever it is called.
    """
    if not set(columns) <= set(known):
        raise CharterRefusal(RULE_ID)
