"""The table of access in small: how it is read, and each condition of it alone."""

import pytest

from clairevoix.charter import access
from clairevoix.charter.access import (
    INDEPENDENT,
    SECOND_FACTOR,
    Login,
    Role,
    Scope,
    Subject,
    _rows,
    admit_action,
    admit_grant,
    admit_roles,
    is_public,
    scope,
)
from clairevoix.model.errors import CharterRefusal

HEAD = "action  about any dir ana eva emp cou dpo ope\n"
TABLE = f"""\
# what follows is a table
{HEAD}
open    nothing +  .   .   .   .   .   .   .
page    figures p  +   .   .   .   .   .   .
mine    person  .  .   .   o   +   o   .   .
"""
OF_COUNCIL, OF_OPERATOR = (Role.COUNCIL,), (Role.OPERATOR,)


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(access, "ACTIONS", _rows(TABLE))


def test_how_a_table_is_read():
    rows = _rows(TABLE)
    assert [(row.name, row.subject, row.is_open, row.is_public) for row in rows.values()] == [
        ("open", Subject.NOTHING, True, True),
        ("page", Subject.FIGURES, False, True),
        ("mine", Subject.PERSON, False, False),
    ]
    assert rows["mine"].scopes == dict(zip(Role, map(Scope, "..o+o.."), strict=True))


@pytest.mark.parametrize(
    "row",
    ["open nothing + . . . . . . .", "mine  person . . . . . . .", "mine  nobody . . . . . . . .", "page  figures"],
)
def test_a_table_that_is_wrong_is_no_table(row):
    with pytest.raises(ValueError, match=r".*"):
        _rows(f"{HEAD}\n{row}\n")


def test_no_row_is_written_twice():
    with pytest.raises(ValueError, match="mine"):
        _rows(f"{TABLE}mine    person  .  .   .   .   .   .   .   .\n")


@pytest.mark.parametrize(
    ("name", "to_people", "to_all"),
    [("open", True, True), ("page", True, False), ("mine", False, False), ("none", False, False)],
)
def test_who_is_not_asked(name, to_people, to_all):
    assert is_public(name, Login.PEOPLE) is to_people
    assert is_public(name, Login.ALL) is to_all


@pytest.mark.parametrize(
    ("roles", "name", "furthest"),
    [
        ((), "mine", Scope.NONE),
        ((Role.EVALUATOR,), "mine", Scope.OWN),
        ((Role.EVALUATOR, Role.EMPLOYEE), "mine", Scope.ALL),
        ((Role.DPO,), "mine", Scope.NONE),
        ((Role.EMPLOYEE,), "none", Scope.NONE),
    ],
)
def test_how_far_roles_reach(roles, name, furthest):
    assert scope(roles, name) is furthest


@pytest.mark.parametrize(
    ("roles", "is_own", "under"),
    [
        ((Role.EMPLOYEE, Role.COUNCIL), True, Role.COUNCIL),  # the narrowest that suffices
        ((Role.EMPLOYEE, Role.COUNCIL), False, Role.EMPLOYEE),
        ((Role.COUNCIL, Role.EVALUATOR), True, Role.EVALUATOR),
        ((Role.EMPLOYEE,), True, Role.EMPLOYEE),
        ((Role.COUNCIL,), False, None),
        ((Role.DIRECTOR,), True, None),
        ((), True, None),
    ],
)
def test_under_which_role(roles, is_own, under):
    if under is not None:
        assert admit_action(roles, "mine", is_own=is_own) is under
        return
    with pytest.raises(CharterRefusal, match="R22"):
        admit_action(roles, "mine", is_own=is_own)


def test_what_is_asked_for_is_ones_own_unless_said():
    assert admit_action(OF_COUNCIL, "mine") is Role.COUNCIL
    with pytest.raises(CharterRefusal, match="R22"):
        admit_action(tuple(Role), "none")


@pytest.mark.parametrize(
    ("roles", "admitted"),
    [
        ((), False),
        ((Role.COUNCIL,), True),
        ((Role.DPO, Role.EMPLOYEE), True),
        ((Role.EMPLOYEE,), True),
        ((Role.COUNCIL, Role.DPO), False),
        ((Role.COUNCIL, Role.ANALYST), False),
        ((Role.ANALYST, Role.DIRECTOR), True),
    ],
)
def test_which_roles_go_together(roles, admitted):
    if admitted:
        admit_roles(roles)
        return
    with pytest.raises(CharterRefusal, match="R22"):
        admit_roles(roles)


GRANTS = [
    ((), (Role.ANALYST,), OF_OPERATOR, True, True),
    ((), (Role.ANALYST,), OF_COUNCIL, True, False),
    ((), (Role.ANALYST,), OF_OPERATOR, False, False),
    ((), (Role.DPO,), OF_COUNCIL, True, True),
    ((), (Role.DPO,), OF_OPERATOR, True, False),
    ((Role.DPO,), (Role.ANALYST,), OF_OPERATOR, True, False),
    ((Role.DPO,), (Role.ANALYST,), OF_COUNCIL, True, True),
    ((Role.DPO,), (), OF_COUNCIL, True, True),
    ((Role.DPO,), (), OF_COUNCIL, False, False),
    ((Role.ANALYST,), (), OF_OPERATOR, True, True),
    ((), (Role.DPO, Role.ANALYST), OF_COUNCIL, True, False),
]


@pytest.mark.parametrize(("before", "after", "granter", "is_other", "admitted"), GRANTS)
def test_who_grants_what(before, after, granter, is_other, admitted):
    asked = {"before": before, "after": after, "granter": granter, "is_granter_other": is_other}
    if admitted:
        admit_grant(**asked)
        return
    with pytest.raises(CharterRefusal, match="R22"):
        admit_grant(**asked)


def test_who_watches_and_who_signs_in_twice():
    assert {Role.COUNCIL, Role.DPO} == INDEPENDENT
    assert set(Role) - SECOND_FACTOR == {Role.ANALYST, Role.EMPLOYEE}
