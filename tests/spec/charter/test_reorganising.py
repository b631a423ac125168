"""R9 for organisations: no figure by a new organisation before the works council was consulted on it, and none that was begun before."""

from dataclasses import replace
from datetime import date

import pytest

from clairevoix.charter.clocks import Clock, Expert
from clairevoix.charter.reorganising import Reached, admit_organisation, in_use, standing
from clairevoix.charter.tightening import admit_tightening, looser
from clairevoix.charter.versions import State
from clairevoix.ingest.organisation import read_organisation
from clairevoix.model.errors import CharterRefusal
from consulted import CHARTER, a_version
from organisations import AFTER, BEFORE, FIRST_DAY, MERGE, merged, sites_and_teams
from organisations import a_version as an_organisation_version

TODAY = date(2025, 7, 1)


def consulted(reached: State, organisation, **changes):
    """Version 2 of the charter, which declares the organisation's reorganisation, as far as it reached."""
    regain = organisation.versions[1]
    charter = replace(CHARTER, reorganisations=((regain.version_id, regain.digest),))
    return {2: replace(a_version(reached), **{"charter": charter, **changes})}


#: How far the consultation is, and by which version figures are told once the reorganisation has begun.
WAYS = [
    (State.DRAFT, Reached.PLANNED, "start"),
    (State.NOTIFIED, Reached.NOTIFIED, "start"),
    (State.CONSULTED, Reached.CONSULTED, "start"),
    (State.COUNTERSIGNED, Reached.COUNTERSIGNED, "regain"),
    (State.ACTIVE, Reached.COUNTERSIGNED, "regain"),
    (State.SUSPENDED, Reached.COUNTERSIGNED, "regain"),
]


@pytest.mark.parametrize(("state", "stands", "told_by"), WAYS)
def test_figures_go_by_the_old_version_until_the_new_one_is_countersigned(state, stands, told_by):
    organisation = merged(consultation=2)
    known = consulted(state, organisation)
    assert standing(organisation, organisation.versions[1], known) is stands
    assert in_use(organisation, known, TODAY).version_id == told_by
    assert in_use(organisation, known, date(2025, 5, 31)).version_id == "start"


def test_withdrawn_before_it_was_countersigned_it_is_but_planned():
    organisation = merged(consultation=2)
    known = consulted(State.NOTIFIED, organisation, state=State.WITHDRAWN)
    assert standing(organisation, organisation.versions[1], known) is Reached.PLANNED


def test_replaced_by_a_later_charter_it_stays_consulted_on():
    organisation = merged(consultation=2)
    known = consulted(State.ACTIVE, organisation, state=State.WITHDRAWN)
    assert in_use(organisation, known, TODAY).version_id == "regain"


#: What of the consultation came after the first day of the reorganisation.
LATE = [
    {"proposed_on": date(2025, 6, 2)},
    {"clock": Clock(informed_on=date(2025, 6, 2), expert=Expert.NONE)},
    {"consulted_on": date(2025, 6, 2)},
    {"countersigned_on": date(2025, 6, 2)},
]


@pytest.mark.parametrize("late", LATE, ids=lambda late: next(iter(late)))
def test_one_dated_before_its_consultation_is_refused(late):
    organisation = merged(consultation=2)
    with pytest.raises(CharterRefusal) as refusal:
        in_use(organisation, consulted(State.COUNTERSIGNED, organisation, **late), date(2025, 5, 1))
    assert refusal.value.rule_id == "R9"


def test_on_the_very_day_it_is_not_refused():
    organisation = merged(consultation=2)
    known = consulted(State.COUNTERSIGNED, organisation, countersigned_on=FIRST_DAY)
    assert in_use(organisation, known, TODAY).version_id == "regain"


def test_begun_without_any_consultation_it_is_refused_and_planned_it_is_not():
    organisation = merged()
    assert in_use(organisation, {}, date(2025, 5, 31)).version_id == "start"
    with pytest.raises(CharterRefusal):
        in_use(organisation, {}, FIRST_DAY)


def test_another_reorganisation_than_the_one_consulted_on_is_refused():
    """The same name, one person more in the move."""
    organisation = merged(consultation=2)
    other = merged(consultation=2, crosswalk=[{"from": "lille-a", "to": "lille", "people": 13}])
    with pytest.raises(CharterRefusal):
        in_use(other, consulted(State.COUNTERSIGNED, organisation), TODAY)
    with pytest.raises(CharterRefusal):
        admit_organisation(organisation, organisation.versions[1], {}, TODAY)


def test_the_second_does_not_overtake_the_first():
    later = an_organisation_version("later", date(2025, 7, 1), BEFORE, consultation=3)
    first = an_organisation_version("regain", FIRST_DAY, AFTER, MERGE, consultation=2)
    organisation = read_organisation({**sites_and_teams(BEFORE), "versions": [first, later | {"crosswalk": []}]})
    regain, third = organisation.versions[1:]
    known = consulted(State.NOTIFIED, organisation) | {
        3: a_version(State.ACTIVE, charter=replace(CHARTER, reorganisations=((third.version_id, third.digest),)))
    }
    assert in_use(organisation, known, date(2025, 8, 1)).version_id == "start"
    declared = replace(CHARTER, reorganisations=((regain.version_id, regain.digest),))
    assert in_use(organisation, known | {2: a_version(State.ACTIVE, charter=declared)}, date(2025, 8, 1)) is third


def test_a_reorganisation_is_no_tightening():
    declared = replace(CHARTER, sampling_rate=0.01, reorganisations=(("regain", "a" * 64),))
    assert looser(CHARTER, declared) == ("reorganisations",)
    with pytest.raises(CharterRefusal):
        admit_tightening(CHARTER, declared)
    admit_tightening(declared, replace(CHARTER, sampling_rate=0.01))
