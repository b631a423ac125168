"""Sites that merge between two publications: nobody of a small one can be computed from the page before and the page now."""

import pytest

from builders import an_estimate
from clairevoix.charter.policy import Charter
from clairevoix.charter.republication import Published, republished
from clairevoix.model.measure import EstimateTable, Figure
from clairevoix.store import publications, tables, workspace

CHARTER = Charter(minimum_cell=10, minimum_answers=10)
NAME = ("nps", "site", "2025")


def a_table(parts):
    """Parts by numbers of people. No total: Lille is told although Bayonne is not."""
    made = tuple(an_estimate(n, key, value=float(n)) for key, n in parts.items())
    return EstimateTable(measure="nps", dimension="site", period="2025", parts=made)


def told(judged):
    return {each.estimate.key for each in judged.released if isinstance(each, Figure)}


def published(judged, at="2025-05-01"):
    return Published(at=at, n=judged.n, released=judged.anew or (), atoms=judged.atoms)


def merged(lille, bayonne, nord, lyon):
    """Before: Lille, Bayonne, Lyon. Now Lille and Bayonne are one, with so many answers that already name it."""
    before = republished(CHARTER, a_table({"lille": lille, "bayonne": bayonne, "lyon": lyon}), ())
    rows = {"nord": {"lille": lille, "bayonne": bayonne, "nord@v2": nord}, "lyon": {"lyon": lyon}}
    now = republished(CHARTER, a_table({"nord": lille + bayonne + nord, "lyon": lyon}), [published(before)], rows)
    return before, now


#: Answers of Lille, Bayonne, and of the new site by its own name; whether the new site may be told, Lille having been.
CASES = [
    (40, 7, 0, False),  # the new site less Lille is Bayonne, seven people
    (40, 7, 2, False),  # nine people
    (40, 7, 3, True),  # ten people, and nobody can say which of them were Bayonne's
    (40, 15, 0, True),  # Bayonne was told itself
    (40, 15, 5, False),  # the new site less both is five people
    (40, 15, 10, True),
]


@pytest.mark.parametrize(("lille", "bayonne", "nord", "is_told"), CASES)
def test_a_merged_site_is_told_where_the_old_ones_leave_no_few(lille, bayonne, nord, is_told):
    before, now = merged(lille, bayonne, nord, lyon=60)
    assert "lille" in told(before)
    assert ("nord" in told(now)) is is_told


def test_without_knowing_what_it_is_made_of_the_same_would_be_told():
    """Why the atoms are asked for: judged by its new name alone, the merged site seems to be made of new people."""
    before = republished(CHARTER, a_table({"lille": 40, "bayonne": 7, "lyon": 60}), ())
    blind = republished(CHARTER, a_table({"nord": 47, "lyon": 60}), [published(before)])
    assert "nord" in told(blind)


def test_what_a_merged_site_was_made_of_is_remembered(tmp_path):
    """Through the registry, and at the next publication: five more answers name the new site, and it waits."""
    workspace.create(tmp_path, {"clairevoix.toml": ""})
    engine = tables.connect(workspace.existing(tmp_path, "keys"))
    before, now = merged(40, 15, 10, lyon=60)
    for judged in (before, now):
        publications.record(engine, NAME, judged)
    earlier = publications.earlier(engine, NAME)
    assert [each.atoms for each in earlier] == [{}, {"nord": ["bayonne", "lille", "nord@v2"]}]
    rows = {"nord": {"lille": 40, "bayonne": 15, "nord@v2": 15}, "lyon": {"lyon": 60}}
    again = republished(CHARTER, a_table({"nord": 70, "lyon": 60}), earlier, rows)
    shown = {each.estimate.key: each.estimate.n for each in again.released if isinstance(each, Figure)}
    assert shown["nord"] == 65  # as it was published, since five would stand out
