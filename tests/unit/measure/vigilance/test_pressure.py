"""Acts of evaluation: counted, never of a person, and by team only where no small team follows."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.charter.disclosure import release, released_together
from clairevoix.charter.policy import Charter
from clairevoix.measure.vigilance.pressure import counted, joined, merged, month_tables, place_tables, spread_table
from clairevoix.model.measure import Figure
from clairevoix.model.vigilance import ActCell, ActKind, Spread

CHARTER = Charter(minimum_cell=10, minimum_answers=10)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(ActKind),
        st.sampled_from(["2025-08", "2025-09"]),
        st.sampled_from(["lille", "lyon"]),
        st.sampled_from(["a", "b"]),
        st.sampled_from([f"p{number}" for number in range(8)]),
    ),
    max_size=60,
)


def a_cell(site: str = "lille", team: str = "a", n_people: int = 12, each: int = 2, **changes: object) -> ActCell:
    values = {"month": "2025-09", "act": ActKind.EVALUATED, "n_acts": each * n_people, "largest": 1 / n_people}
    return ActCell(site=site, team=team, n_people=n_people, **{**values, **changes})  # type: ignore[arg-type]


@given(ROWS)
def test_no_act_is_lost_and_nobody_is_in_two_teams_of_a_month(rows):
    cells = counted(rows)
    assert sum(cell.n_acts for cell in cells) == len(rows)
    for act in ActKind:
        for month in ("2025-08", "2025-09"):
            people = {row[4] for row in rows if (row[0], row[1]) == (act, month)}
            assert sum(cell.n_people for cell in cells if (cell.act, cell.month) == (act, month)) == len(people)


@given(ROWS)
def test_the_part_of_the_one_who_bore_most_is_theirs(rows):
    whole = [(act, month, "lille", "a", person) for act, month, _, _, person in rows]
    for cell in counted(whole):
        borne = Counter(row[4] for row in whole if (row[0], row[1]) == (cell.act, cell.month))
        assert cell.largest == pytest.approx(max(borne.values()) / cell.n_acts)


def test_two_systems_add_their_acts_but_not_their_people():
    (found,) = merged([a_cell(n_people=12, each=2), a_cell(n_people=10, each=1)])
    assert (found.n_acts, found.n_people) == (34, 12)


@pytest.mark.parametrize(
    ("teams", "shown"),
    [
        # Two large teams: all is told.
        ({("lille", "a"): 12, ("lille", "b"): 15}, {"lille", "lille/a", "lille/b", "total"}),
        # A team of eight takes the other one with it: the site less the other would be the eight.
        ({("lille", "a"): 20, ("lille", "b"): 8, ("lyon", "a"): 30}, {"lille", "lyon", "lyon/a", "total"}),
        # A site of six takes the smallest other site with it.
        ({("lille", "a"): 30, ("lyon", "a"): 20, ("bayonne", "a"): 6}, {"lille", "lille/a", "total"}),
        # Nobody but few.
        ({("lille", "a"): 6}, set()),
    ],
)
def test_no_small_team_follows(teams, shown):
    tables, populations = place_tables([a_cell(site, team, n) for (site, team), n in teams.items()])
    released = released_together(CHARTER, tables, populations)
    assert {each.estimate.key for each in released if isinstance(each, Figure)} == shown


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_told_of_random_teams_gives_no_small_group_away(seed):
    """Every difference of two told groups, one within the other, has the minimum of people."""
    rng = random.Random(seed)
    cells = [a_cell(f"s{s}", f"t{t}", rng.randrange(3, 25)) for s in range(4) for t in range(rng.randrange(1, 4))]
    tables, populations = place_tables(cells)
    told = {each.estimate.key for each in released_together(CHARTER, tables, populations) if isinstance(each, Figure)}
    people = {f"{cell.site}/{cell.team}": {(cell.site, cell.team, n) for n in range(cell.n_people)} for cell in cells}
    groups = {key: found for key, found in people.items() if key in told}
    for site in {cell.site for cell in cells} & told:
        groups[site] = set().union(*(found for key, found in people.items() if key.startswith(f"{site}/")))
    if "total" in told:
        groups["total"] = set().union(*people.values())
    for one in groups.values():
        rest = one - set().union(*(other for other in groups.values() if other < one))
        assert not 0 < len(rest) < CHARTER.minimum_cell


def test_one_who_bears_nearly_all_hides_the_figure():
    (table,) = month_tables([a_cell(n_people=12, largest=0.9)])
    assert not any(isinstance(each, Figure) for each in release(CHARTER, table))


def test_a_spread_withholds_lines_of_few_people():
    spreads = [Spread(period="2025-09", times=times, n_people=n) for times, n in ((0, 30), (1, 25), (2, 4), (3, 11))]
    released = release(CHARTER, spread_table("2025-09", spreads))
    told = {each.estimate.key for each in released if isinstance(each, Figure)}
    assert "2" not in told
    assert len(told) == 3  # another line goes with it, or the total would give it away


def test_nobody_bears_nothing():
    assert joined("lille", []).value is None
