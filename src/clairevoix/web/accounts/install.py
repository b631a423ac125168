"""Puts the addresses of accounts into an application, and says what happens when somebody may not."""

from collections.abc import Callable
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clairevoix.i18n import LANGUAGES, preferred_language
from clairevoix.model.errors import CharterRefusal
from clairevoix.store import ledger
from clairevoix.web.accounts.guard import SignInNeeded
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.accounts.routes import Accounts
from clairevoix.web.coding.routes import Coder
from clairevoix.web.people.council import Council
from clairevoix.web.people.employee import Employee
from clairevoix.web.people.evaluator import Evaluator
from clairevoix.web.people.pulse import Pulse
from clairevoix.web.render import Renderer
from clairevoix.web.searching.routes import Search
from clairevoix.web.themes.routes import Themes

Message = Callable[[Request, int], Response]


def install(app: FastAPI, registry: Registry, renderer: Renderer, message: Message) -> None:
    """Adds every address that needs the registry. ``message`` answers with a page that says what is the matter."""
    pages = (Accounts, Pulse, Employee, Evaluator, Council, Coder, Themes, Search)
    for method, path, answer in [route for each in pages for route in each(registry, renderer).routes()]:
        methods = ["GET", "HEAD"] if method == "GET" else [method]
        app.add_api_route(path, answer, methods=methods, response_model=None)

    def on_sign_in_needed(request: Request, _error: Exception) -> Response:
        """A page leads to the form; a program is told."""
        if request.url.path.endswith((".json", ".svg", ".flac")):
            return message(request, 401)
        first = request.url.path.split("/")[1]
        lang = first if first in LANGUAGES else preferred_language(request.headers.get("accept-language"))
        wanted = f"?{urlencode({'next': request.url.path})}" if request.method in {"GET", "HEAD"} else ""
        return RedirectResponse(f"/{lang}/login{wanted}", status_code=303, headers={"Cache-Control": "no-store"})

    def on_refusal(request: Request, error: Exception) -> Response:
        """Refused by the charter: in the ledger, by its rule."""
        if isinstance(error, CharterRefusal):
            ledger.append(registry.engine, "refusal", rule=error.rule_id)
        return message(request, CharterRefusal.http_status)

    app.add_exception_handler(SignInNeeded, on_sign_in_needed)
    app.add_exception_handler(CharterRefusal, on_refusal)
