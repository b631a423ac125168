"""The addresses of the search. A query travels in a form, never in an address: addresses end up in logs."""

import csv
import io
import json
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from clairevoix.model.errors import InputError, QueryError
from clairevoix.model.timespan import TimeSpan
from clairevoix.web.accounts.guard import acting_role, form_of, signed_in
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.accounts.routes import private_page
from clairevoix.web.people.answers import Asked, Route, asked
from clairevoix.web.render import Renderer
from clairevoix.web.searching.desk import SearchDesk, Seeker
from clairevoix.web.searching.page import COMPLETIONS, answer_view

_A_PAGE, _AN_EXPORT, _MOST_HITS = 25, 10_000, 1_000_000


class Search:
    """The answers, one method a route."""

    def __init__(self, registry: Registry, renderer: Renderer) -> None:
        self._registry = registry
        self._renderer = renderer

    def routes(self) -> list[Route]:
        """Every address with its method."""
        return [
            ("GET", "/{lang}/search", self.form),
            ("POST", "/{lang}/search", self.answer),
            ("POST", "/{lang}/search/export", self.export),
            ("POST", "/{lang}/search/draft", self.draft),
            ("GET", "/search/{contact_id}/{channel}/{start_ms}-{end_ms}.flac", self.sound),
        ]

    def form(self, request: Request, lang: str) -> Response:
        return self._page(asked(request, lang), "")

    def answer(self, request: Request, lang: str) -> Response:
        """The hits of a query, a page at a time."""
        who, form = asked(request, lang), form_of(request)
        text = _query(form)
        first = _first(form)
        try:
            found = self._desk.ask(text, _seeker(request), first, _A_PAGE)
        except QueryError as error:
            return self._page(who, text, error=error)
        return self._page(who, text, answer=answer_view(found, lang, first=first, size=_A_PAGE))

    def export(self, request: Request, lang: str) -> Response:
        """The hits as a table, with what may be shown of them."""
        who, text = asked(request, lang), _query(form_of(request))
        try:
            found = self._desk.ask(text, _seeker(request), 0, _AN_EXPORT)
        except QueryError as error:
            return self._page(who, text, error=error)
        body = io.StringIO()
        table = csv.writer(body)
        table.writerow(("contact_id", "date", "site", "party", "start_ms", "end_ms", "excerpt"))
        for hit in found.hits:
            place = (hit.contact_id, hit.started_on.isoformat(), hit.site, hit.party.value)
            table.writerow((*map(_plain, place), hit.span.start_ms, hit.span.end_ms, _plain(hit.text or "")))
        headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="hits.csv"'}
        return Response("\ufeff" + body.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)

    def draft(self, request: Request, lang: str) -> Response:
        """Keeps the query as the draft of a label."""
        who, form = asked(request, lang), form_of(request)
        text = _query(form)
        try:
            kept = self._desk.draft(text, form.get("name", "").strip(), _seeker(request))
        except QueryError as error:
            return self._page(who, text, error=error)
        except InputError:
            _ = who.translator
            said = _("A name has small letters, digits and _, and begins with a letter: box_breakdown.")
            return self._page(who, text, name_error=said)
        return self._page(who, text, kept=kept)

    def sound(self, request: Request, contact_id: str, channel: int, start_ms: int, end_ms: int) -> Response:
        """The customer's voice around a moment."""
        if not 0 <= start_ms <= end_ms:
            raise HTTPException(404)
        found = self._desk.sound(contact_id, channel, TimeSpan(start_ms, end_ms), _seeker(request))
        if found is None:
            raise HTTPException(404)
        return Response(found, media_type="audio/flac", headers={"Cache-Control": "no-store"})

    @property
    def _desk(self) -> SearchDesk:
        if self._registry.search_desk is None:
            raise HTTPException(404)
        return self._registry.search_desk

    def _page(self, who: Asked, text: str, *, error: QueryError | None = None, **context: object) -> Response:
        status = 422 if error is not None or "name_error" in context else 200
        shown = {"answer": None, "kept": None, "name_error": None, **context}
        completions = json.dumps([*COMPLETIONS[who.lang], *self._desk.frequent()], ensure_ascii=False)
        return private_page(
            self._renderer,
            "search.html",
            who.lang,
            status,
            csrf=who.session.csrf,
            query=text,
            error=error,
            completions=completions,
            **shown,
        )


def _seeker(request: Request) -> Seeker:
    return Seeker(account_id=signed_in(request).account.account_id, role=acting_role(request))


def _query(form: Mapping[str, str]) -> str:
    """The query, with a facet that was chosen added to it."""
    text, facet = form.get("q", "").strip(), form.get("facet", "").strip()
    return f"({text}) AND {facet}" if text and facet else text


def _first(form: Mapping[str, str]) -> int:
    text = form.get("first", "0")
    return min(int(text), _MOST_HITS) if text.isdecimal() and len(text) < 9 else 0


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
