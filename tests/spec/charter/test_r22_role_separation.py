"""R22. The council and the data protection officer are nobody's to name but the council's, and each sees what is theirs."""

import json
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations
from pathlib import Path

import pytest
from click.testing import CliRunner

from clairevoix.charter.access import (
    ACTIONS,
    INDEPENDENT,
    SECOND_FACTOR,
    Login,
    Role,
    Scope,
    Subject,
    admit_action,
    admit_grant,
    admit_roles,
    is_public,
    scope,
)
from clairevoix.charter.granting import VALID, GrantStatement, admit_signed_grant, sign_grant
from clairevoix.charter.signing import Signatory, new_key, public_key
from clairevoix.cli.accounts import command
from clairevoix.model.errors import CharterRefusal, SettingsError
from clairevoix.project import Project
from clairevoix.store import ledger
from clairevoix.store.accounts import all_accounts
from clairevoix.store.consultations import register_key
from people import a_bare_workspace

MANAGEMENT = frozenset({Role.DIRECTOR, Role.ANALYST, Role.EVALUATOR, Role.OPERATOR})
SETS = [frozenset(each) for each in chain.from_iterable(combinations(Role, n) for n in range(len(Role) + 1))]
KEY, OTHER_KEY = new_key(b"c" * 32), new_key(b"e" * 32)
TODAY = datetime.now(UTC).date()
TOKEN_HASH = "ab" * 32


def admits(function: object, *arguments: object, **named: object) -> bool:
    try:
        function(*arguments, **named)
    except CharterRefusal as refusal:
        assert refusal.rule_id == "R22"
        return False
    return True


@pytest.mark.parametrize("name", ACTIONS)
def test_each_action_is_done_by_those_whom_the_table_names_and_by_nobody_else(name):
    for roles in SETS:
        for is_own in (False, True):
            reach = {ACTIONS[name].scopes[role] for role in roles}
            may = Scope.ALL in reach or (is_own and Scope.OWN in reach)
            assert admits(admit_action, roles, name, is_own=is_own) is may


def test_an_action_is_done_under_a_role_that_is_held_and_reaches_no_further_than_needed():
    for name in ACTIONS:
        for roles in SETS:
            if admits(admit_action, roles, name):
                role = admit_action(roles, name)
                assert role in roles
                assert ACTIONS[name].scopes[role] is not Scope.NONE
                if any(ACTIONS[name].scopes[each] is Scope.OWN for each in roles):
                    assert ACTIONS[name].scopes[role] is Scope.OWN


@pytest.mark.parametrize("name", ["", "GET /nothing", "get /{lang}/", "GET /{lang}/ ", "clairevoix", "read everything"])
def test_what_is_in_no_row_is_refused_to_everybody(name):
    assert not any(admits(admit_action, roles, name) for roles in SETS)
    assert scope(frozenset(Role), name) is Scope.NONE
    assert not any(is_public(name, login) for login in Login)


def test_nothing_about_one_person_is_open_to_all_of_a_role():
    """An employee sees their own, an evaluator what was drawn for them; management and the council see nobody."""
    person = [action for action in ACTIONS.values() if action.subject is Subject.PERSON]
    for action in person:
        assert not action.is_public
        assert Scope.ALL not in action.scopes.values(), action.name
        reached = {role for role, reach in action.scopes.items() if reach is Scope.OWN}
        assert reached <= {Role.EMPLOYEE, Role.EVALUATOR}, action.name


def test_no_role_of_management_does_what_the_council_does():
    witnessed = [action for action in ACTIONS.values() if action.subject is Subject.WITNESS]
    changing = [action for action in witnessed if action.name.startswith("POST")]
    for action in changing:
        assert {role for role, reach in action.scopes.items() if reach is not Scope.NONE} <= INDEPENDENT, action.name


def test_the_council_and_the_officer_change_nothing_of_the_machine():
    for action in ACTIONS.values():
        if action.subject is Subject.MACHINE:
            assert {action.scopes[role] for role in INDEPENDENT} == {Scope.NONE}, action.name


def test_whoever_sees_more_than_their_own_signs_in_with_a_second_factor():
    for action in ACTIONS.values():
        for role, reach in action.scopes.items():
            if action.subject in {Subject.PERSON, Subject.WITNESS} and reach is not Scope.NONE:
                assert role in SECOND_FACTOR | {Role.EMPLOYEE}, (action.name, role)


def test_who_holds_an_independent_role_holds_no_other():
    allowed = {roles for roles in SETS if admits(admit_roles, roles)}
    assert allowed == {
        roles for roles in SETS if roles and (not roles & INDEPENDENT or len(roles - {Role.EMPLOYEE}) == 1)
    }
    assert not any(roles & INDEPENDENT and roles & MANAGEMENT for roles in allowed)


def test_management_gives_takes_and_renews_no_account_of_the_council_or_the_officer():
    for granter in SETS:
        if Role.COUNCIL in granter:
            continue
        for before in SETS:
            for after in SETS:
                if (before | after) & INDEPENDENT:
                    assert not admits(admit_grant, before=before, after=after, granter=granter, is_granter_other=True)


@pytest.mark.parametrize("role", sorted(INDEPENDENT))
def test_nobody_gives_the_role_to_themselves(role):
    for granter in SETS:
        assert not admits(admit_grant, before=granter, after=granter | {role}, granter=granter, is_granter_other=False)


# Through the program.


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A workspace in which the council's key is registered."""
    opened = a_bare_workspace(tmp_path / "workspace")
    register_key(opened.registry, Signatory.COUNCIL, public_key(KEY), datetime.now(UTC) - timedelta(hours=1))
    return opened


def run(project: Project, *arguments: str, expect: int = 0) -> str:
    result = CliRunner().invoke(command, [*arguments, "--workspace", str(project.workspace.root)])
    code = result.exception.exit_code if isinstance(result.exception, CharterRefusal) else result.exit_code
    assert code == expect, result.output
    return result.stdout


def a_grant(tmp_path: Path, key: str = KEY, login: str = "elue", roles: str = "council") -> tuple[str, str]:
    """What the council signs on its own machine: the file of the grant, and the invitation that stays with it."""
    key_file, grant_file = tmp_path / "council.key", tmp_path / "grant.json"
    key_file.write_text(key)
    chosen = [part for role in roles.split() for part in ("--role", role)]
    signed = CliRunner().invoke(command, ["grant", login, *chosen, "--key", str(key_file)])
    assert signed.exit_code == 0, signed.output
    grant_file.write_text(signed.stdout)
    return str(grant_file), signed.stderr


@pytest.mark.parametrize("role", sorted(INDEPENDENT))
def test_whoever_runs_the_machine_cannot_name_the_council(project, role):
    run(project, "add", "elue", "--role", role.value, expect=CharterRefusal.exit_code)
    assert all_accounts(project.registry) == ()
    assert ledger.leaves(project.registry)[-1] | {"at": ""} == {"event": "refusal", "rule": "R22", "at": ""}


def test_the_council_names_its_own_and_the_machine_never_sees_the_invitation(project, tmp_path):
    grant_file, invitation = a_grant(tmp_path)
    token = invitation.rpartition("token=")[2].strip()
    assert token
    assert token not in Path(grant_file).read_text()
    answered = run(project, "add", "--grant", grant_file, "--json")
    assert token not in answered
    (made,) = all_accounts(project.registry)
    assert made.roles == {Role.COUNCIL}
    assert [leaf["by"] for leaf in ledger.leaves(project.registry) if leaf["event"] == "account-granted"] == ["council"]


@pytest.mark.parametrize("act", ["reset", "disable", "totp"])
def test_whoever_runs_the_machine_cannot_enter_or_close_an_account_of_the_council(project, tmp_path, act):
    run(project, "add", "--grant", a_grant(tmp_path)[0])
    before = all_accounts(project.registry)
    run(project, act, "elue", expect=CharterRefusal.exit_code)
    assert all_accounts(project.registry) == before


def test_the_council_closes_its_own(project, tmp_path):
    run(project, "add", "--grant", a_grant(tmp_path)[0])
    run(project, "disable", "--grant", a_grant(tmp_path, roles="")[0])
    assert [each.state for each in all_accounts(project.registry)] == ["disabled"]


def test_another_key_grants_nothing(project, tmp_path):
    run(project, "add", "--grant", a_grant(tmp_path, key=OTHER_KEY)[0], expect=CharterRefusal.exit_code)
    assert all_accounts(project.registry) == ()


@pytest.mark.parametrize(
    "change",
    [{"login": "chef"}, {"roles": "dpo"}, {"token_hash": "cd" * 32}, {"on": (TODAY - timedelta(1)).isoformat()}],
)
def test_a_grant_that_was_changed_grants_nothing(change):
    statement = GrantStatement(login="elue", roles=frozenset({Role.COUNCIL}), token_hash=TOKEN_HASH, on=TODAY)
    signed = sign_grant(KEY, statement)
    assert admit_signed_grant(signed, public_key(KEY), TODAY) == statement
    assert not admits(admit_signed_grant, signed | change, public_key(KEY), TODAY)


def test_without_a_registered_key_nothing_is_granted():
    statement = GrantStatement(login="elue", roles=frozenset({Role.COUNCIL}), token_hash=TOKEN_HASH, on=TODAY)
    assert not admits(admit_signed_grant, sign_grant(KEY, statement), None, TODAY)


@pytest.mark.parametrize(("days", "is_admitted"), [(-2, False), (0, True), (VALID.days, True), (VALID.days + 1, False)])
def test_a_grant_is_used_within_a_week(days, is_admitted):
    statement = GrantStatement(login="elue", roles=frozenset({Role.COUNCIL}), token_hash=TOKEN_HASH, on=TODAY)
    later = TODAY + timedelta(days=days)
    assert admits(admit_signed_grant, sign_grant(KEY, statement), public_key(KEY), later) is is_admitted


@pytest.mark.parametrize(
    "values", [{}, {"roles": "pope"}, {"on": "tomorrow"}, {"token_hash": "short"}, {"login": "a\0b"}]
)
def test_what_is_no_grant_is_said_to_be_none(values):
    statement = GrantStatement(login="elue", roles=frozenset({Role.COUNCIL}), token_hash=TOKEN_HASH, on=TODAY)
    with pytest.raises(SettingsError, match="not a grant"):
        admit_signed_grant({**sign_grant(KEY, statement), **values} if values else {}, public_key(KEY), TODAY)


def test_a_grant_holds_no_key_and_no_token():
    statement = GrantStatement(login="elue", roles=frozenset({Role.COUNCIL}), token_hash=TOKEN_HASH, on=TODAY)
    assert set(sign_grant(KEY, statement)) == {"login", "roles", "token_hash", "on", "signature"}
    assert KEY not in json.dumps(sign_grant(KEY, statement))
