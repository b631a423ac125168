"""The guard: every address of the application is looked up in the charter's table before it answers."""

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from clairevoix.charter.access import Login, Role, admit_action, is_public
from clairevoix.store.sessions import Session, is_csrf_token, session
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.accounts.requests import cookie_token, is_from_here, read_form

CSRF_FIELD = "csrf"


class SignInNeeded(Exception):
    """Nobody is signed in, and the table asks for somebody."""


class Guard:
    """A dependency of every route. Without a registry there are no accounts: what needs one does not exist."""

    def __init__(self, registry: Registry | None) -> None:
        self._registry = registry

    async def __call__(self, request: Request) -> None:
        """Raises HTTPException, SignInNeeded, or CharterRefusal(R22); what nobody put in the table is refused."""
        name = action_name(request)
        request.state.session = None
        request.state.form = {}
        if request.method == "POST":
            if not is_from_here(request):
                raise HTTPException(403)
            request.state.form = await read_form(request)
        login = Login.PEOPLE if self._registry is None else self._registry.login
        if is_public(name, login):
            return
        if self._registry is None:
            raise HTTPException(404)
        found = await run_in_threadpool(_session, self._registry, request)
        if found is None:
            raise SignInNeeded
        request.state.session = found
        if request.method == "POST" and not is_csrf_token(found, request.state.form.get(CSRF_FIELD, "")):
            raise HTTPException(403)
        request.state.role = admit_action(found.account.roles, name)


def action_name(request: Request) -> str:
    """The action's name in the table: the method and the address as it is declared. HEAD is GET without its body."""
    method = "GET" if request.method == "HEAD" else request.method
    return f"{method} {request.scope['route'].path}"


def signed_in(request: Request) -> Session:
    """The session that the guard found. Raises SignInNeeded for an address that it lets anybody see."""
    found: Session | None = request.state.session
    if found is None:
        raise SignInNeeded
    return found


def acting_role(request: Request) -> Role:
    """The role under which the guard let the request through."""
    role: Role = request.state.role
    return role


def form_of(request: Request) -> Mapping[str, str]:
    """The form that the guard read."""
    form: Mapping[str, str] = request.state.form
    return form


def _session(registry: Registry, request: Request) -> Session | None:
    token = cookie_token(request)
    return session(registry.engine, token, registry.clock()) if token else None
