"""The web application: routes only. What a page says is in ``pages``, how it looks in ``templates`` and ``static``."""

import hashlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import Depends, FastAPI, Request, Response
from fastapi.middleware import Middleware
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse

from clairevoix.i18n import LANGUAGES, preferred_language
from clairevoix.model.errors import StoreError
from clairevoix.store.published import Snapshot
from clairevoix.web import charts, pages, twin
from clairevoix.web.accounts.guard import Guard
from clairevoix.web.accounts.install import install
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.assets import Assets
from clairevoix.web.drawing import SIZES, THEMES, Drawing
from clairevoix.web.editions import Edition, Editions
from clairevoix.web.media import ranged_response
from clairevoix.web.render import Renderer
from clairevoix.web.rooms import ROOMS
from clairevoix.web.rooms.room import Chart, Room
from clairevoix.web.security import HEADERS, SecurityHeaders

_METHODS = ["GET", "HEAD"]
_HTML = "text/html; charset=utf-8"


#: The names under which this machine calls itself. Any other Host is a page elsewhere that reaches for this one.
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


def create_app(snapshot_path: Path, hosts: Sequence[str] = LOCAL_HOSTS, registry: Registry | None = None) -> FastAPI:
    """The application over one snapshot file, which may be replaced, or not yet exist, while it runs.

    Without ``registry`` it has no accounts, and no page about a person. Every address passes the guard, which
    refuses what the charter's table of access does not know.

    Requests for another Host than ``hosts`` are refused (``*`` takes any): a page on the web whose name was made to lead
    to this machine (DNS rebinding) would otherwise read what only this machine may.
    """
    site = Site(snapshot_path, has_accounts=registry is not None)
    app = FastAPI(
        title="clairevoix",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(Guard(registry))],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        ],
        lifespan=site.lifespan,
    )
    for path, answer in site.routes():
        app.add_api_route(path, answer, methods=_METHODS, response_model=None)
    if registry is not None:
        install(app, registry, site.renderer, site.message)
    app.add_exception_handler(HTTPException, site.on_http_error)
    app.add_exception_handler(StoreError, site.on_store_error)
    app.add_exception_handler(Exception, site.on_failure)
    return app


class Site:
    """The answers, one method a route. Synchronous ones run in the thread pool of the server."""

    def __init__(self, snapshot_path: Path, *, has_accounts: bool) -> None:
        self._editions = Editions(snapshot_path)
        self._assets = Assets()
        self.renderer = Renderer(self._assets.address, has_accounts=has_accounts)

    def routes(self) -> list[tuple[str, Callable[..., Response]]]:
        """Every address, in the order in which they are tried."""
        return [
            ("/", self.entrance),
            ("/healthz", self.health),
            ("/static/{name}", self.static),
            ("/excerpts/{excerpt_id}.flac", self.sound),
            ("/{lang}", self.entrance_of),
            ("/{lang}/", self.cap),
            ("/{lang}/cap.json", self.cap_json),
            ("/{lang}/charts/nps.svg", self.nps_svg),
            ("/{lang}/charts/nps.json", self.nps_json),
            *(route for room in ROOMS for route in _room_routes(room, self._edition, self.renderer)),
            ("/{lang}/excerpts/{excerpt_id}", self.excerpt),
        ]

    @asynccontextmanager
    async def lifespan(self, _app: FastAPI) -> AsyncIterator[None]:
        """Makes what takes seconds before the first visitor comes: Vega's bundle and the charts."""
        await run_in_threadpool(self._warm)
        yield

    def entrance(self, request: Request) -> Response:
        """To the page in the reader's language."""
        lang = preferred_language(request.headers.get("accept-language"))
        return RedirectResponse(f"/{lang}/", status_code=307, headers={"Vary": "Accept-Language"})

    def entrance_of(self, lang: str) -> Response:
        """The same address with its slash."""
        if lang not in LANGUAGES:
            raise HTTPException(404)
        return RedirectResponse(f"/{lang}/", status_code=308)

    def health(self) -> Response:
        """Answers while the process lives, published or not."""
        return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})

    def static(self, request: Request, name: str) -> Response:
        """A file of the application. At its own address, with the digest, a browser may keep it for ever."""
        asset = self._assets.find(name)
        if asset is None:
            raise HTTPException(404)
        lasting = request.query_params.get("v") == asset.digest
        etag = f'"{asset.digest}"'
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable" if lasting else "no-cache",
            "ETag": etag,
            "Vary": "Accept-Encoding",
        }
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(asset.compressed, media_type=asset.media_type, headers=headers)
        return Response(asset.body, media_type=asset.media_type, headers=headers)

    def cap(self, request: Request, lang: str) -> Response:
        """The page « Cap »."""
        edition = self._edition(lang)
        return _tagged(request, edition.once(self._cap_page, lang), _HTML)

    def cap_json(self, request: Request, lang: str) -> Response:
        """The same in numbers."""
        return _tagged(request, self._edition(lang).once(_cap_json, lang), "application/json")

    def nps_svg(self, request: Request, lang: str, theme: str = "light", size: str = "wide") -> Response:
        """The chart, drawn."""
        drawn = self._edition(lang).once(_nps_svg, _drawing(lang, theme, size, fluid=False))
        return _tagged(request, drawn, "image/svg+xml")

    def nps_json(self, request: Request, lang: str, theme: str = "light", size: str = "wide") -> Response:
        """The chart, as Vega-Lite."""
        spec = self._edition(lang).once(_nps_json, _drawing(lang, theme, size, fluid=True))
        return _tagged(request, spec, "application/json")

    def excerpt(self, request: Request, lang: str, excerpt_id: str) -> Response:
        """One excerpt, on a page that needs no script."""
        context = pages.excerpt_page(self._edition(lang).snapshot, excerpt_id, lang)
        if context is None:
            raise HTTPException(404)
        return _tagged(request, self.renderer.page("excerpt.html", lang, page=context), _HTML)

    def sound(self, request: Request, excerpt_id: str) -> Response:
        """The sound of one excerpt."""
        body = self._editions.audio(excerpt_id)
        if body is None:
            raise HTTPException(404)
        return ranged_response(body, "audio/flac", request.headers)

    def on_http_error(self, request: Request, error: Exception) -> Response:
        """404 and its like, in the reader's language."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        return self.message(request, status)

    def on_store_error(self, request: Request, _error: Exception) -> Response:
        """Nothing is published yet: says what to do."""
        response = self.message(request, 503)
        response.headers["Retry-After"] = "60"
        return response

    def on_failure(self, request: Request, _error: Exception) -> Response:
        """Anything else. This response does not pass through the middleware: it gets its headers here."""
        response = self.message(request, 500)
        response.headers.update(HEADERS)
        return response

    def message(self, request: Request, status: int) -> Response:
        """A page that says why there is no other."""
        first = request.url.path.split("/")[1]
        lang = first if first in LANGUAGES else preferred_language(request.headers.get("accept-language"))
        headers = {"Cache-Control": "no-store", "Vary": "Accept-Language"}
        if request.url.path.endswith(".json"):
            return JSONResponse({"status": status}, status_code=status, headers=headers)
        body = self.renderer.page("message.html", lang, status=status)
        return Response(body, status_code=status, media_type=_HTML, headers=headers)

    def _edition(self, lang: str) -> Edition:
        if lang not in LANGUAGES:
            raise HTTPException(404)
        return self._editions.current()

    def _cap_page(self, snapshot: Snapshot, lang: str) -> bytes:
        return self.renderer.page("cap.html", lang, page=pages.cap(snapshot, lang))

    def _warm(self) -> None:
        self._assets.vega()
        try:
            edition = self._editions.current()
        except StoreError:
            return
        for lang in LANGUAGES:
            edition.once(self._cap_page, lang)
            with suppress(HTTPException):  # nothing to draw yet
                edition.once(_nps_svg, _drawing(lang, "light", "wide", fluid=False))


def _room_routes(
    room: Room, edition: Callable[[str], Edition], renderer: Renderer
) -> list[tuple[str, Callable[..., Response]]]:
    """A page of figures, its numbers and its charts."""

    def drawn(snapshot: Snapshot, lang: str) -> bytes:
        return renderer.page(room.template, lang, page=room.page(snapshot, lang))

    def counted(snapshot: Snapshot, lang: str) -> bytes:
        return json.dumps(room.numbers(snapshot, lang), ensure_ascii=False, indent=1).encode()

    def page(request: Request, lang: str) -> Response:
        return _tagged(request, edition(lang).once(drawn, lang), _HTML)

    def numbers(request: Request, lang: str) -> Response:
        return _tagged(request, edition(lang).once(counted, lang), "application/json")

    place = f"/{{lang}}/{room.name}"
    charted = [(f"/{{lang}}/charts/{name}.svg", _chart_route(chart, edition)) for name, chart in room.charts.items()]
    return [(place, page), (f"{place}.json", numbers), *charted]


def _chart_route(chart: Chart, edition: Callable[[str], Edition]) -> Callable[..., Response]:
    def drawn(snapshot: Snapshot, drawing: Drawing) -> bytes:
        made = chart(snapshot, drawing)
        if made is None:
            raise HTTPException(404)
        return made if isinstance(made, bytes) else charts.svg(made)

    def answer(request: Request, lang: str, theme: str = "light", size: str = "wide") -> Response:
        body = edition(lang).once(drawn, _drawing(lang, theme, size, fluid=False))
        return _tagged(request, body, "image/svg+xml")

    return answer


def _drawing(lang: str, theme: str, size: str, *, fluid: bool) -> Drawing:
    if theme not in THEMES or size not in SIZES:
        raise HTTPException(404)
    return Drawing(lang=lang, theme=theme, size=size, fluid=fluid)


def _cap_json(snapshot: Snapshot, lang: str) -> bytes:
    return json.dumps(twin.cap_json(snapshot, lang), ensure_ascii=False, indent=1).encode()


def _nps_json(snapshot: Snapshot, drawing: Drawing) -> bytes:
    return json.dumps(_spec(snapshot, drawing), ensure_ascii=False).encode()


def _nps_svg(snapshot: Snapshot, drawing: Drawing) -> bytes:
    return charts.svg(_spec(snapshot, drawing))


def _spec(snapshot: Snapshot, drawing: Drawing) -> dict[str, object]:
    spec = charts.nps_spec(snapshot, drawing)
    if spec is None:
        raise HTTPException(404)
    return spec


def _tagged(request: Request, body: bytes, media_type: str) -> Response:
    """An answer that a browser may keep, but checks each time: it holds until the next snapshot."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"Cache-Control": "no-store", "ETag": etag}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
