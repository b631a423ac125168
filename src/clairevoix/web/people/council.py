"""The addresses of the works council: what it sees, countersigns, cosigns and suspends. Its private key stays with it."""

import json
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from clairevoix.charter.access import Role
from clairevoix.charter.signing import Act, Signed
from clairevoix.charter.versions import Event, Kind, Suspender
from clairevoix.model.errors import CharterRefusal, StoreError
from clairevoix.store.consultation_rows import signed_from
from clairevoix.store.consultations import consultations, record
from clairevoix.web.accounts.guard import acting_role, form_of
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.accounts.routes import private_page
from clairevoix.web.people.answers import Asked, NotTaken, Route, asked, refused, see
from clairevoix.web.people.witness import council_page
from clairevoix.web.render import Renderer


class Council:
    """The answers, one method a route."""

    def __init__(self, registry: Registry, renderer: Renderer) -> None:
        self._registry = registry
        self._renderer = renderer

    def routes(self) -> list[Route]:
        """Every address with its method."""
        return [
            ("GET", "/{lang}/council", self.page),
            ("GET", "/{lang}/council/ledger", self.bundle),
            ("POST", "/{lang}/council/countersign", self.countersign),
            ("POST", "/{lang}/council/cosign", self.cosign),
            ("POST", "/{lang}/council/suspend", self.suspend),
        ]

    def page(self, request: Request, lang: str) -> Response:
        return self._page(request, asked(request, lang), {})

    def bundle(self, request: Request, lang: str) -> Response:
        """The whole ledger under a fresh signed head, for the witness' own machine."""
        asked(request, lang)
        body = b"".join(self._registry.witness_desk.bundle())
        headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="ledger.jsonl"'}
        return Response(body, media_type="application/jsonl", headers=headers)

    def countersign(self, request: Request, lang: str) -> Response:
        """Takes a signature that was made elsewhere; the key that made it was never here."""
        who, form = asked(request, lang), form_of(request)
        try:
            event = Event(kind=Kind.COUNTERSIGN, signed=_signature(form.get("signature", ""), who))
            self._record(_version(form), event, who)
        except NotTaken as not_taken:
            return self._page(request, who, not_taken.errors, not_taken.status)
        return see(f"/{lang}/council")

    def cosign(self, request: Request, lang: str) -> Response:
        """Takes what the witness' program signed beside a head of the ledger."""
        who = asked(request, lang)
        try:
            self._registry.witness_desk.cosign(form_of(request).get("note", "").replace("\r\n", "\n"))
        except StoreError:
            _ = who.translator
            said = _("This is not what a known witness signed beside a head of this ledger.")
            return self._page(request, who, {"note": said}, 422)
        return see(f"/{lang}/council#ledger")

    def suspend(self, request: Request, lang: str) -> Response:
        """The charter in force is suspended: the strictest profile holds at once."""
        who = asked(request, lang)
        by = Suspender.DPO if acting_role(request) is Role.DPO else Suspender.COUNCIL
        try:
            self._record(_version(form_of(request)), Event(kind=Kind.SUSPEND, by=by), who)
        except NotTaken as not_taken:
            return self._page(request, who, not_taken.errors, not_taken.status)
        return see(f"/{lang}/council")

    def _record(self, version_id: int, event: Event, who: Asked) -> None:
        """Writes an event down. A refusal is in the ledger already."""
        if version_id not in consultations(self._registry.engine).versions:
            raise HTTPException(404)
        try:
            record(self._registry.engine, version_id, event, self._registry.clock())
        except CharterRefusal as refusal:
            raise refused(refusal, who.translator) from None

    def _page(self, request: Request, who: Asked, errors: Mapping[str, str], status: int = 200) -> Response:
        shown = council_page(self._registry, who.translator)
        context = {"page": shown, "csrf": who.session.csrf, "errors": errors}
        is_council = acting_role(request) is Role.COUNCIL
        return private_page(self._renderer, "people/council.html", who.lang, status, **context, is_council=is_council)


def _version(form: Mapping[str, str]) -> int:
    number = form.get("version", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise HTTPException(404)
    return int(number)


def _signature(text: str, who: Asked) -> Signed:
    """The signature in the text of its file. Raises NotTaken if there is none."""
    try:
        signed = signed_from(json.loads(text))
    except (ValueError, KeyError, TypeError):
        signed = None
    if signed is None or signed.statement.act is not Act.CONSULTED:
        _ = who.translator
        said = _("This is not the file that clairevoix charter countersign makes.")
        raise NotTaken({"signature": said})
    return signed
