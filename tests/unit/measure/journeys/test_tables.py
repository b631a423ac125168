"""Tables of a journey from its cells: the links multiply to the share, losses and the share make the whole."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.measure.journeys import tables
from clairevoix.measure.journeys.definition import read_journey, shipped_journeys
from clairevoix.model.journey import LEFT_OUT, Fate
from clairevoix.model.journey_cells import CauseCell, FateCell, JourneyCells, MonthCell, MoveCell

FIBRE = read_journey("fibre_connection", shipped_journeys()["fibre_connection"])


def some_cells(fates=(), **more) -> JourneyCells:
    values = {
        **dict.fromkeys(
            ("days", "attempts", "delays", "causes", "appointments", "moves", "months", "resting", "ages", "odd"), ()
        ),
        "as_of": date(2025, 9, 30),
        "confirms": True,
        "n_steps": 100,
        "n_cases": sum(cell.n for cell in fates),
        **more,
    }
    return JourneyCells(journey="fibre_connection", fates=tuple(fates), **values)


def fate(name, n, *, key="2025-03", by="month", done=None, no_access=False) -> FateCell:
    return FateCell(by, key[:4], key, Fate(name), name == "right" if done is None else done, no_access, n)


@given(st.dictionaries(st.sampled_from(list(Fate)), st.integers(1, 500), min_size=1))
def test_links_multiply_to_the_share_and_losses_add_up_to_the_rest(counts):
    cells = some_cells([fate(name, n) for name, n in counts.items()])
    n = sum(count for name, count in counts.items() if name not in LEFT_OUT)
    links, losses = tables.chain(cells, "2025", 0.95)
    assert sum(part.n for part in losses.parts) == n
    if n:
        product = 1.0
        for link in links.parts:
            product *= link.value if link.value is not None else 1.0
        assert product == pytest.approx(counts.get(Fate.RIGHT, 0) / n)
        assert sum(part.value for part in losses.parts) == pytest.approx(1)


def test_three_variants_of_the_same_cases():
    cells = some_cells([
        fate("right", 60), fate("failed", 20), fate("fault", 5, done=True), fate("not_kept", 5, done=True),
        fate("no_access", 10, no_access=True), fate("too_recent", 99), fate("withdrawn", 99), fate("right", 7, key="2024-12"),
    ])  # fmt: skip
    found = {table.measure: table.total for table in tables.variants(cells, "2025", "month", 0.95)}
    assert (found[tables.RIGHT].value, found[tables.RIGHT].n) == (0.60, 100)
    assert found[tables.TECHNICAL].value == 0.70
    assert found[tables.STRICT].value == pytest.approx(60 / 90)


def test_causes_stand_most_frequent_first_and_the_rest_together():
    given_cells = [CauseCell("2025", Fate.FAILED, f"C{number}", "oi", 100 - number) for number in range(20)]
    by_cause, by_whom = tables.causes(
        some_cells(causes=[*given_cells, CauseCell("2025", Fate.CONTACT, "", "", 500)]), "2025", 0.95
    )
    assert [part.key for part in by_cause.parts[:2]] == ["contact/unknown", "C0/oi"]
    assert by_cause.parts[-1].key == "others"
    assert sum(part.n for part in by_cause.parts) == by_cause.total.n
    assert [part.key for part in by_whom.parts] == ["oi", "unknown"]


def test_moves_are_medians_in_days_by_name_of_state():
    moves = (MoveCell(0, 1, 0, 9), MoveCell(1, 2, 24, 30), MoveCell(1, 2, 72, 31))
    parts = {part.key: part for part in tables.moves(some_cells(moves=moves), FIBRE, 0.95).parts}
    assert set(parts) == {">ordered", "ordered>booked"}
    assert (parts["ordered>booked"].value, parts["ordered>booked"].n) == (3.0, 61)


def test_rates_count_what_they_say():
    months = (
        MonthCell("2024-12", "75", 0, 0, 100, 100, 5, 0, 0, 0),
        MonthCell("2025-01", "75", 60, 12, 50, 40, 2, 20, 3, 4),
        MonthCell("2025-01", "13", 40, 8, 50, 0, 0, 0, 0, 1),
    )
    found = {
        table.period.rsplit("/", 1)[1]: table for table in tables.line_rates(some_cells(months=months), "2025", 0.95)
    }
    assert {name: (table.parts[0].value, table.parts[0].n) for name, table in found.items()} == {
        "failure": (0.2, 100),
        "nonconformity": (0.15, 20),
        "early_fault": (0.05, 40),
        "outage": (0.025, 200),
    }
    assert found["outage"].total is None


def test_what_figures_stand_on_is_all_of_the_log():
    cells = some_cells([fate("right", 60), fate("failed", 20), fate("no_start", 15), fate("too_recent", 5)])
    table = tables.stands_on(cells, 0.95)
    assert {part.key: part.n for part in table.parts if part.n} == {"judged": 80, "no_start": 15, "too_recent": 5}
    assert table.total.n == 100
