"""The addresses of accounts: signing in and out, taking up an invitation, one's own account."""

import re
from collections.abc import Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clairevoix.charter.access import Role
from clairevoix.i18n import LANGUAGES, Translator
from clairevoix.store import enrolment
from clairevoix.store.accounts import account_by_id
from clairevoix.store.credentials import otpauth_uri
from clairevoix.store.enrolment import Offer, WeakPassword, WrongCode, WrongPassword
from clairevoix.store.sessions import Session, close_session, open_session, session
from clairevoix.store.signing_in import Claim, Refused, authenticate
from clairevoix.store.throttle import Slowed
from clairevoix.web.accounts import words
from clairevoix.web.accounts.guard import form_of, signed_in
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.accounts.requests import cookie_token, give_cookie, source, take_cookie
from clairevoix.web.render import Renderer
from clairevoix.web.security import FORM_HEADERS

Route = tuple[str, str, Callable[..., Response]]
_OWN_PAGE = re.compile(r"/(?:fr|en)/[a-z0-9/_-]*")
#: Where somebody is led after signing in, by the first of these roles that they hold.
_FIRST_PAGE = {Role.EMPLOYEE: "me", Role.COUNCIL: "council", Role.EVALUATOR: "evaluate", Role.ANALYST: "code"}


class Accounts:
    """The answers, one method a route."""

    def __init__(self, registry: Registry, renderer: Renderer) -> None:
        self._registry = registry
        self._renderer = renderer

    def routes(self) -> list[Route]:
        """Every address with its method."""
        return [
            ("GET", "/{lang}/login", self.login_page),
            ("POST", "/{lang}/login", self.login),
            ("POST", "/{lang}/logout", self.logout),
            ("GET", "/{lang}/invitation", self.invitation_page),
            ("POST", "/{lang}/invitation", self.take_up),
            ("GET", "/{lang}/account", self.account_page),
            ("POST", "/{lang}/account/password", self.change_password),
        ]

    def login_page(self, request: Request, lang: str) -> Response:
        """The form, with name, password and code on one page."""
        return self._login_form(lang, next_page=_own_page(request.query_params.get("next", "")))

    def login(self, request: Request, lang: str) -> Response:
        """A new session, whatever the browser held before; or the same answer to whatever was wrong."""
        given, now = form_of(request), self._registry.clock()
        fields = {name: given.get(name, "") for name in ("login", "password", "code")}
        next_page = _own_page(given.get("next", ""))
        try:
            account = authenticate(
                self._registry.engine, self._registry.sealer, Claim(**fields, source=source(request)), now
            )
        except Refused:
            return self._login_form(lang, next_page, login=fields["login"], is_wrong=True, status=401)
        except Slowed as slowed:
            said = words.wait(slowed.seconds, Translator(_known(lang)))
            response = self._login_form(lang, next_page, login=fields["login"], wait=said, status=429)
            response.headers["Retry-After"] = str(slowed.seconds)
            return response
        before = cookie_token(request)
        held = session(self._registry.engine, before, now) if before else None
        if held is not None:
            close_session(self._registry.engine, held)
        place = next((page for role, page in _FIRST_PAGE.items() if role in account.roles), "account")
        response = _see(next_page or f"/{_known(lang)}/{place}")
        give_cookie(request, response, open_session(self._registry.engine, account, now))
        return response

    def logout(self, request: Request, lang: str) -> Response:
        close_session(self._registry.engine, signed_in(request))
        response = _see(f"/{_known(lang)}/login")
        take_cookie(request, response)
        return response

    def invitation_page(self, request: Request, lang: str) -> Response:
        """What an invitation lets its holder set up; without a token, where to paste it."""
        token = request.query_params.get("token", "").strip()
        return self._invitation_form(lang, token, self._offer(token), {}, status=200)

    def take_up(self, request: Request, lang: str) -> Response:
        """Sets the password and the second factor, then shows the recovery codes, once."""
        given, registry = form_of(request), self._registry
        token, password, code = (given.get(name, "") for name in ("token", "password", "code"))
        offered = self._offer(token)
        if offered is None:
            return self._invitation_form(lang, token, None, {}, status=422)
        _ = Translator(_known(lang))
        errors: dict[str, str] = {}
        if password != given.get("again", ""):
            errors["again"] = _("The two passwords differ.")
        else:
            try:
                codes = enrolment.take_up(registry.engine, registry.sealer, token, (password, code), registry.clock())
                return self._page("accounts/taken_up.html", lang, codes=codes)
            except WeakPassword as weak:
                errors["password"] = words.weakness(weak.weakness, _)
            except WrongCode:
                errors["code"] = _("This is not the code that the application shows now.")
            except LookupError:
                offered = None
        return self._invitation_form(lang, token, offered, errors, status=422)

    def account_page(self, request: Request, lang: str) -> Response:
        return self._account_page(lang, signed_in(request), {})

    def change_password(self, request: Request, lang: str) -> Response:
        """From the old one to the new one; whoever is signed in anywhere signs in again."""
        given, opened, registry = form_of(request), signed_in(request), self._registry
        _ = Translator(_known(lang))
        pair = (given.get("old", ""), given.get("password", ""))
        if given.get("again", "") != pair[1]:
            return self._account_page(lang, opened, {"again": _("The two passwords differ.")}, status=422)
        try:
            enrolment.change_password(registry.engine, registry.sealer, opened.account, pair, registry.clock())
        except Slowed as slowed:
            return self._account_page(lang, opened, {"old": words.wait(slowed.seconds, _)}, status=429)
        except WrongPassword:
            return self._account_page(lang, opened, {"old": _("This is not your password.")}, status=422)
        except WeakPassword as weak:
            return self._account_page(lang, opened, {"password": words.weakness(weak.weakness, _)}, status=422)
        response = _see(f"/{lang}/login")
        take_cookie(request, response)
        return response

    def _offer(self, token: str) -> Offer | None:
        registry = self._registry
        return enrolment.offer(registry.engine, registry.sealer, token, registry.clock()) if token else None

    def _login_form(self, lang: str, next_page: str, *, status: int = 200, **told: object) -> Response:
        shown = {"login": "", "is_wrong": False, "wait": "", **told}
        return self._page("accounts/login.html", lang, status=status, next_page=next_page, **shown)

    def _invitation_form(
        self, lang: str, token: str, offered: Offer | None, errors: Mapping[str, str], status: int
    ) -> Response:
        uri = "" if offered is None else otpauth_uri(offered.totp_secret, offered.login)
        return self._page(
            "accounts/invitation.html", lang, status, token=token, offer=offered, otpauth=uri, errors=errors
        )

    def _account_page(self, lang: str, opened: Session, errors: Mapping[str, str], status: int = 200) -> Response:
        account = account_by_id(self._registry.engine, opened.account.account_id) or opened.account
        shown = words.account(account, self._registry.sealer.unseal(account.login_sealed), Translator(_known(lang)))
        return self._page("accounts/account.html", lang, status, account=shown, csrf=opened.csrf, errors=errors)

    def _page(self, template: str, lang: str, status: int = 200, **context: object) -> Response:
        return private_page(self._renderer, template, _known(lang), status, **context)


def private_page(renderer: Renderer, template: str, lang: str, status: int = 200, **context: object) -> Response:
    """A page for one reader: never kept by a browser, and allowed to send forms to this server."""
    body = renderer.page(template, lang, **context)
    headers = {"Cache-Control": "no-store", **FORM_HEADERS}
    return Response(body, status_code=status, media_type="text/html; charset=utf-8", headers=headers)


def _known(lang: str) -> str:
    if lang not in LANGUAGES:
        raise HTTPException(404)
    return lang


def _own_page(address: str) -> str:
    """The address of a page of this server, or nothing: no form leads elsewhere."""
    return address if _OWN_PAGE.fullmatch(address) else ""


def _see(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
