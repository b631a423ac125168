"""The addresses of the coder: the samples, and one contact after the other, read blind."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from clairevoix.model.coding import BlindCode
from clairevoix.model.errors import StoreError
from clairevoix.web.accounts.guard import acting_role, form_of
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.accounts.routes import private_page
from clairevoix.web.coding.desk import SampleView
from clairevoix.web.coding.wording import sample_text
from clairevoix.web.people.answers import Asked, NotTaken, Route, asked, see
from clairevoix.web.people.wording import times
from clairevoix.web.render import Renderer

_ANSWERS = {"present": True, "absent": False, "unsure": None}


class Coder:
    """The answers, one method a route."""

    def __init__(self, registry: Registry, renderer: Renderer) -> None:
        self._registry = registry
        self._renderer = renderer

    def routes(self) -> list[Route]:
        """Every address with its method."""
        one = "/{lang}/code/{sample_id}"
        return [("GET", "/{lang}/code", self.samples), ("GET", one, self.page), ("POST", one, self.code)]

    def samples(self, request: Request, lang: str) -> Response:
        """Every sample, with what is left to read for whoever asks."""
        who = asked(request, lang)
        found = self._registry.coding_desk.samples(who.session.account.account_id)
        lines = [sample_text(each, who.translator) for each in found]
        return private_page(self._renderer, "coding/samples.html", who.lang, samples=lines)

    def page(self, request: Request, lang: str, sample_id: str) -> Response:
        """The next contact of a sample: the customer's words and the label's definition, nothing else."""
        who = asked(request, lang)
        return self._page(request, who, self._sample(sample_id, who), {})

    def code(self, request: Request, lang: str, sample_id: str) -> Response:
        """What a coder says of one contact; then the next."""
        who, form = asked(request, lang), form_of(request)
        found = self._sample(sample_id, who)
        try:
            self._take(found, who, form)
        except NotTaken as not_taken:
            return self._page(request, who, found, not_taken.errors, not_taken.status)
        return see(f"/{who.lang}/code/{sample_id}")

    def _take(self, found: SampleView, who: Asked, form: Mapping[str, str]) -> None:
        _ = who.translator
        answer = form.get("answer", "")
        if answer not in _ANSWERS:
            raise NotTaken({"answer": _("Choose one of the three answers.")})
        code = BlindCode(
            coder=who.session.account.account_id,
            present=_ANSWERS[answer],
            coded_at=self._registry.clock().replace(microsecond=0),
        )
        if not self._registry.coding_desk.take(found.sample, form.get("contact", ""), code):
            said = _(
                "This contact was decided by others in the meantime, or you coded it before. Here is the next one."
            )
            raise NotTaken({"answer": said}, status=409)

    def _sample(self, sample_id: str, who: Asked) -> SampleView:
        try:
            return self._registry.coding_desk.sample(sample_id, who.session.account.account_id)
        except StoreError:
            raise HTTPException(404) from None

    def _page(
        self, request: Request, who: Asked, found: SampleView, errors: Mapping[str, str], status: int = 200
    ) -> Response:
        account_id, desk = who.session.account.account_id, self._registry.coding_desk
        contact = desk.shown(found.sample, account_id, acting_role(request).value) if found.is_current else None
        turns = () if contact is None else tuple((times(span), text) for span, text in contact.turns)
        return private_page(
            self._renderer,
            "coding/contact.html",
            who.lang,
            status,
            page=sample_text(found, who.translator),
            contact_id=None if contact is None else contact.contact_id,
            turns=turns,
            csrf=who.session.csrf,
            errors=errors,
        )
