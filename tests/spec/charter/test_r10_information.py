"""R10. Employees are told before anything of their work is heard; of somebody who was not, nothing is computed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clairevoix.charter.consultation import after
from clairevoix.charter.informing import admit_person
from clairevoix.charter.versions import Event, Kind, State
from clairevoix.model.errors import CharterRefusal
from consulted import EVENTS, NOTICE, NOW, PROPOSED_ON, TODAY, a_version, event


def test_what_is_computed_of_a_person_waits_for_their_acknowledgement():
    admit_person(acknowledged=True)
    with pytest.raises(CharterRefusal, match="R10"):
        admit_person(acknowledged=False)


def test_no_charter_is_activated_without_a_notice_to_the_employees():
    told = a_version(State.COUNTERSIGNED)
    assert after(told, EVENTS[Kind.ACTIVATE], NOW).state is State.ACTIVE
    with pytest.raises(CharterRefusal, match="R10"):
        after(replace(told, notice=None), EVENTS[Kind.ACTIVATE], NOW)


#: What is said of the notice, and whether that is one.
NOTICES = [
    ({}, True),
    ({"on": PROPOSED_ON}, True),  # the day of the proposal at the earliest
    ({"on": PROPOSED_ON - timedelta(days=1)}, False),  # of a text that did not exist
    ({"on": TODAY + timedelta(days=1)}, False),  # promised, not given
    ({"on": None}, False),
    ({"document": None}, False),
    ({"document": replace(NOTICE, digest="")}, False),
    ({"document": replace(NOTICE, digest="B" * 64)}, False),
    ({"document": replace(NOTICE, document_id="x" * 65)}, False),
]


@pytest.mark.parametrize(("changes", "stands"), NOTICES)
def test_what_a_notice_is(changes, stands):
    untold = a_version(State.COUNTERSIGNED, notice=None)
    told: Event = event(Kind.INFORM, **changes)
    if stands:
        assert after(untold, told, NOW).notice == NOTICE
        return
    with pytest.raises(CharterRefusal, match="R10"):
        after(untold, told, NOW)


@pytest.mark.parametrize("state", [State.DRAFT, State.NOTIFIED, State.CONSULTED, State.COUNTERSIGNED])
def test_another_text_needs_another_notice(state):
    assert after(a_version(state), EVENTS[Kind.AMEND], NOW).notice is None
