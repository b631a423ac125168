"""The addresses of the pulse: where an employee fetches a token, and where whoever has one answers without signing in."""

import base64
import binascii
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from clairevoix.charter.wellbeing import Doubt, doubt_of_issue
from clairevoix.i18n import LANGUAGES, Translator, day_name
from clairevoix.model.errors import CharterRefusal, InputError
from clairevoix.model.pulse import HIGHEST_MARK, NO_SITE, Round, SentAnswer
from clairevoix.web.accounts.guard import form_of
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.accounts.requests import cookie_token
from clairevoix.web.accounts.routes import private_page
from clairevoix.web.people.answers import Route, asked
from clairevoix.web.people.pulse_words import axes, doubt, marks, state
from clairevoix.web.render import Renderer


class Pulse:
    """The answers, one method a route."""

    def __init__(self, registry: Registry, renderer: Renderer) -> None:
        self._registry = registry
        self._renderer = renderer

    def routes(self) -> list[Route]:
        """Every address with its method."""
        return [
            ("GET", "/{lang}/me/pulse", self.token_page),
            ("POST", "/{lang}/me/pulse", self.give_token),
            ("GET", "/{lang}/pulse", self.form),
            ("POST", "/{lang}/pulse", self.take),
        ]

    def token_page(self, request: Request, lang: str) -> Response:
        """Where the browser makes a text, blinds it, and has it signed."""
        return self._token_page(request, lang)

    def give_token(self, request: Request, lang: str) -> Response:
        """The signature of what was blinded: as JSON for the script, as a page for whoever blinds by other means."""
        who, form = asked(request, lang), form_of(request)
        found, today = self._round(), self._registry.clock().date()
        desk, account_id = self._registry.pulse_desk, who.session.account.account_id
        is_script = form.get("as") == "json"
        try:
            blinded = base64.urlsafe_b64decode(form.get("blinded", "").strip().encode("ascii"))
            signature = base64.urlsafe_b64encode(desk.give(account_id, blinded, today)).decode()
        except (CharterRefusal, ValueError, binascii.Error):
            reason = None if found is None else doubt_of_issue(found, today, is_given=desk.is_given(account_id, today))
            said = doubt(reason, who.translator)
            if is_script:
                return JSONResponse({"refused": said}, status_code=409, headers={"Cache-Control": "no-store"})
            return self._token_page(request, lang, refused=said, status=409)
        if is_script:
            return JSONResponse({"signature": signature}, headers={"Cache-Control": "no-store"})
        return self._token_page(request, lang, signature=signature)

    def form(self, request: Request, lang: str) -> Response:
        """The questions, for anybody: the token is asked for when the answers are sent."""
        return self._form(request, _known(lang), {}, {})

    def take(self, request: Request, lang: str) -> Response:
        """Takes an answer. A browser that is signed in is sent away: here nobody must be known."""
        form, _ = form_of(request), Translator(_known(lang))
        if cookie_token(request) is not None:
            return self._form(request, lang, {}, {}, status=409)
        today, desk = self._registry.clock().date(), self._registry.pulse_desk
        try:
            desk.answer(_sent(form, lang), today)
        except CharterRefusal:
            return self._form(request, lang, form, {"token": doubt(desk.doubt(form.get("token", ""), today), _)}, 409)
        except InputError:
            wrong = _("Answer at least one question, and choose a place of work from the list.")
            return self._form(request, lang, form, {"marks": wrong}, 422)
        return private_page(self._renderer, "people/pulse_taken.html", lang)

    def _round(self) -> Round | None:
        return self._registry.pulse_desk.round_of(self._registry.clock().date())

    def _token_page(self, request: Request, lang: str, *, status: int = 200, **more: str) -> Response:
        who, found, today = asked(request, lang), self._round(), self._registry.clock().date()
        desk, account_id = self._registry.pulse_desk, who.session.account.account_id
        reason = None if found is None else doubt_of_issue(found, today, is_given=desk.is_given(account_id, today))
        return private_page(
            self._renderer,
            "people/pulse_token.html",
            lang,
            status,
            csrf=who.session.csrf,
            round=found,
            modulus="" if found is None else f"{found.modulus:x}",
            fingerprint="" if found is None else desk.fingerprint(found),
            state=state(found, today, who.translator),
            may_retry=reason is Doubt.ALREADY_GIVEN,
            is_open=found is not None and reason in (None, Doubt.ALREADY_GIVEN),
            refused=more.get("refused"),
            signature=more.get("signature"),
        )

    def _form(
        self, request: Request, lang: str, given: Mapping[str, str], errors: Mapping[str, str], status: int = 200
    ) -> Response:
        _, today, found = Translator(lang), self._registry.clock().date(), self._round()
        desk = self._registry.pulse_desk
        return private_page(
            self._renderer,
            "people/pulse.html",
            lang,
            status,
            is_signed_in=cookie_token(request) is not None,
            is_open=found is not None and found.answer_from <= today <= found.answer_until,
            state=state(found, today, _),
            fingerprint="" if found is None else desk.fingerprint(found),
            until="" if found is None else day_name(found.answer_until, lang),
            axes=axes(desk.items(), _),
            marks=marks(_),
            sites=sorted(desk.sites.items(), key=lambda each: each[1]),
            unstated=NO_SITE,
            given=given,
            errors=errors,
        )


def _sent(form: Mapping[str, str], lang: str) -> SentAnswer:
    names = {name: form.get(name, "") for name in ("token", "remark")}
    return SentAnswer(**names, site=form.get("site", NO_SITE), marks=_marks(form), language=lang)


def _marks(form: Mapping[str, str]) -> dict[str, int | None]:
    """The marks of a form: what is no mark counts as left out."""
    allowed = {str(mark): mark for mark in range(HIGHEST_MARK + 1)}
    fields = {name.removeprefix("item-"): value for name, value in form.items() if name.startswith("item-")}
    return {name: allowed.get(value) for name, value in fields.items()}


def _known(lang: str) -> str:
    if lang not in LANGUAGES:
        raise HTTPException(404)
    return lang
