"""R15. Whoever reads an employee's data says what for and under which ticket; the employee sees that it was read."""

from datetime import UTC, date, datetime

import pytest

from clairevoix.charter.access import Role
from clairevoix.charter.access_ledger import Reading, ReadingPurpose, ReadOf, admit_reading
from clairevoix.model.errors import CharterRefusal
from clairevoix.store import ledger
from ledgers import a_registry, at

ADA, BEN = "ada0000000000000", "ben0000000000000"


def a_read(**changes: object) -> dict[str, object]:
    values = {"account_id": "acc-1", "role": Role.EVALUATOR, "purpose": "evaluation", "ticket": "Q-17", "agent_id": ADA}
    return values | changes


#: What is asked for, and whether it is admitted.
ASKED = [
    ({}, True),
    ({"purpose": "training"}, True),
    ({"purpose": "contest", "role": Role.DIRECTOR}, True),
    ({"purpose": "access-request", "role": Role.DPO}, True),
    ({"purpose": "audit", "role": Role.DPO}, True),
    ({"purpose": None}, False),
    ({"purpose": ""}, False),
    ({"purpose": "discipline"}, False),
    ({"purpose": "pay"}, False),
    ({"purpose": "curiosity"}, False),
    ({"ticket": "2026/11/25-003"}, True),
    ({"ticket": None}, False),
    ({"ticket": ""}, False),
    ({"ticket": "Dupont"}, False),  # a name
    ({"ticket": "late again on 25 November"}, False),  # a sentence
    ({"ticket": "1" * 33}, False),
    ({"ticket": "Q-17\n"}, False),
    ({"account_id": ""}, False),
    ({"agent_id": ""}, False),
]


@pytest.mark.parametrize(("changes", "admitted"), ASKED)
def test_reading(changes, admitted):
    if admitted:
        assert isinstance(admit_reading(**a_read(**changes)), ReadOf)
        return
    with pytest.raises(CharterRefusal) as refusal:
        admit_reading(**a_read(**changes))
    assert refusal.value.rule_id == "R15"


@pytest.fixture
def engine(tmp_path):
    return a_registry(tmp_path)[1]


def test_every_reading_is_a_leaf(engine):
    ledger.record_read(engine, **a_read())
    (entry,) = ledger.entries(engine)
    assert (entry.event, entry.facts) == (
        "read",
        {"account": "acc-1", "role": "evaluator", "purpose": "evaluation", "ticket": "Q-17", "agent": ADA},
    )


def test_a_refused_reading_is_a_leaf_without_the_employee(engine):
    with pytest.raises(CharterRefusal):
        ledger.record_read(engine, **a_read(ticket=None))
    (entry,) = ledger.entries(engine)
    assert (entry.event, entry.facts) == ("refusal", {"rule": "R15", "account": "acc-1"})


def test_the_employee_sees_day_purpose_and_role_of_their_own_readings(engine):
    """Never who read, nor the hour, from which the rota would tell who it was; the latest first."""
    with at(datetime(2026, 3, 2, 9, 41, tzinfo=UTC)):
        ledger.record_read(engine, **a_read())
        ledger.record_read(engine, **a_read(agent_id=BEN))
    with at(datetime(2026, 3, 3, 18, 5, tzinfo=UTC)):
        ledger.record_read(engine, **a_read(role=Role.DPO, purpose="access-request"))
    assert ledger.readings(engine, ADA, date(2026, 1, 1)) == (
        Reading(read_on=date(2026, 3, 3), purpose=ReadingPurpose.ACCESS_REQUEST, role=Role.DPO),
        Reading(read_on=date(2026, 3, 2), purpose=ReadingPurpose.EVALUATION, role=Role.EVALUATOR),
    )
    assert ledger.readings(engine, BEN, date(2026, 3, 3)) == ()
    assert set(Reading.__dataclass_fields__) == {"read_on", "purpose", "role"}
