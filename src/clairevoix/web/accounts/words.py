"""What the pages of accounts say of roles, passwords and accounts."""

from dataclasses import dataclass

from clairevoix.charter.access import Role
from clairevoix.i18n import Translator, instant
from clairevoix.store.accounts import Account
from clairevoix.store.credentials import MAXIMUM_LENGTH, MINIMUM_LENGTH, Weakness


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountText:
    """One's own account, in words. ``pages`` are (address, title) of the pages that its roles open."""

    login: str
    roles: tuple[str, ...]
    password_at: str
    has_second_factor: bool
    pages: tuple[tuple[str, str], ...]


def account(shown: Account, login: str, _: Translator) -> AccountText:
    names = role_names(_)
    titles = {
        Role.EMPLOYEE: (("me", _("My contacts and evaluations")),),
        Role.COUNCIL: (("council", _("The council’s page")),),
        Role.EVALUATOR: (("evaluate", _("Evaluations to do")),),
        Role.ANALYST: (
            ("code", _("Contacts to code")),
            ("themes", _("Themes")),
            ("search", _("Search the customers’ words")),
        ),
    }
    roles = [role for role in Role if role in shown.roles]
    return AccountText(
        login=login,
        roles=tuple(names[role] for role in roles),
        password_at="" if shown.password_at is None else instant(shown.password_at, _.lang),
        has_second_factor=shown.has_second_factor,
        pages=tuple(page for role in roles for page in titles.get(role, ())),
    )


def role_names(_: Translator) -> dict[Role, str]:
    """What each role is called."""
    return {
        Role.DIRECTOR: _("experience director"),
        Role.ANALYST: _("quality analyst"),
        Role.EVALUATOR: _("evaluator"),
        Role.EMPLOYEE: _("employee"),
        Role.COUNCIL: _("works council"),
        Role.DPO: _("data protection officer"),
        Role.OPERATOR: _("operator of the machine"),
    }


def weakness(found: Weakness, _: Translator) -> str:
    """Why a password is refused."""
    sentences = {
        Weakness.TOO_SHORT: _("At least {n} characters, please.", n=MINIMUM_LENGTH),
        Weakness.TOO_LONG: _("At most {n} characters, please.", n=MAXIMUM_LENGTH),
        Weakness.TOO_FEW_SIGNS: _("Too easy to guess: use more characters, or of more kinds."),
        Weakness.HOLDS_LOGIN: _("The password must not contain the name with which you sign in."),
    }
    return sentences[found]


def wait(seconds: int, _: Translator) -> str:
    """Too many tries."""
    return _.plural(
        "Too many tries. Wait {n} second, then try again.",
        "Too many tries. Wait {n} seconds, then try again.",
        seconds,
    )
