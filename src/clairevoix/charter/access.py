"""Who may do what: one table of every address, command and read against every role. What is not in it is refused.

The tests hold the table against the application's real routes and commands, and each route against the table.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from clairevoix.charter.access_table import TABLE
from clairevoix.charter.rules import ROLE_SEPARATION
from clairevoix.model.errors import CharterRefusal


class Role(StrEnum):
    """What an account may be used for. An employee's account may carry one role more."""

    DIRECTOR = "director"
    ANALYST = "analyst"
    EVALUATOR = "evaluator"
    EMPLOYEE = "employee"
    COUNCIL = "council"
    DPO = "dpo"
    OPERATOR = "operator"


class Subject(StrEnum):
    """What an action shows or changes."""

    FIGURES = "figures"
    PERSON = "person"
    WORDS = "words"
    WITNESS = "witness"
    ACCOUNT = "account"
    MACHINE = "machine"
    NOTHING = "nothing"


class Scope(StrEnum):
    """How far an action reaches: not at all, to what is about or assigned to oneself, or to all of it."""

    NONE = "."
    OWN = "o"
    ALL = "+"


class Login(StrEnum):
    """Who is asked to sign in: for what is about people only, or for everything."""

    PEOPLE = "people"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One row. ``is_open``: nobody is asked who they are; ``is_public``: nor for this, unless login is asked for all."""

    name: str
    subject: Subject
    is_open: bool
    is_public: bool
    scopes: Mapping[Role, Scope]


_RULE_ID = ROLE_SEPARATION.rule_id

#: Whoever watches over the others: management neither grants these roles nor takes them away.
INDEPENDENT = frozenset({Role.COUNCIL, Role.DPO})
#: Roles that sign in with a second factor.
SECOND_FACTOR = frozenset(Role) - {Role.ANALYST, Role.EMPLOYEE}


def _rows(table: str) -> dict[str, Action]:
    head, *lines = [line for line in table.splitlines() if line.strip() and not line.startswith("#")]
    names = {role[:3]: role for role in Role}
    roles = [names[name] for name in head.split()[3:]]
    actions: dict[str, Action] = {}
    for line in lines:
        name, _, marks = line.partition("  ")
        subject, anybody, *scopes = marks.split()
        if name in actions:
            raise ValueError(name)
        actions[name] = Action(
            name=name,
            subject=Subject(subject),
            is_open=anybody == "+",
            is_public=anybody in "+p",
            scopes=dict(zip(roles, map(Scope, scopes), strict=True)),
        )
    return actions


#: Every action by its name: a method and an address, a command, or ``read`` and what is read.
ACTIONS: Mapping[str, Action] = _rows(TABLE)


def is_public(name: str, login: Login) -> bool:
    """Whether an action is answered without asking who wants it."""
    action = ACTIONS.get(name)
    return action is not None and (action.is_open or (action.is_public and login is Login.PEOPLE))


def scope(roles: Collection[Role], name: str) -> Scope:
    """The furthest that one of ``roles`` reaches; not at all for an action that is not in the table."""
    action = ACTIONS.get(name)
    granted = {action.scopes[role] for role in roles} if action else set()
    return next((each for each in (Scope.ALL, Scope.OWN) if each in granted), Scope.NONE)


def admit_action(roles: Collection[Role], name: str, *, is_own: bool = True) -> Role:
    """The role, of those held, under which an action is done: the one with the narrowest reach that suffices.

    ``is_own``: what is asked for is about whoever asks, or assigned to them. Raises CharterRefusal(R22) if no role
    reaches that far, if there is none, or if the table does not know the action.
    """
    action = ACTIONS.get(name)
    sufficient = (Scope.OWN, Scope.ALL) if is_own else (Scope.ALL,)
    for wanted in sufficient if action else ():
        for role in Role:
            if role in roles and action is not None and action.scopes[role] is wanted:
                return role
    raise CharterRefusal(_RULE_ID)


def admit_roles(roles: Collection[Role]) -> None:
    """Raises CharterRefusal(R22) unless one account may hold ``roles`` together.

    The council and the data protection officer hold nothing else; but for the employee that each of them may also be
    (Code du travail L2314-19; GDPR article 38(6), CJEU C-453/21).
    """
    others = frozenset(roles) - {Role.EMPLOYEE}
    if not roles or (others & INDEPENDENT and len(others) > 1):
        raise CharterRefusal(_RULE_ID)


def admit_grant(
    *, before: Collection[Role], after: Collection[Role], granter: Collection[Role], is_granter_other: bool
) -> None:
    """Raises CharterRefusal(R22) unless ``granter`` may turn an account with ``before`` into one with ``after``.

    ``after`` may equal ``before``: another password or second factor, which lets its holder in. It may be empty: the
    account is closed. An account that has, or gets, an independent role is in the hands of the council: of another account of
    it, or of its key, which stands for the role COUNCIL with ``is_granter_other``. All others are the operator's.
    """
    if after:
        admit_roles(after)
    wanted = Role.COUNCIL if (frozenset(before) | frozenset(after)) & INDEPENDENT else Role.OPERATOR
    if wanted not in granter or not is_granter_other:
        raise CharterRefusal(_RULE_ID)
