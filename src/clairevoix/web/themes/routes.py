"""The addresses of the page « Thèmes »: what was found, and what an analyst decides of it."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from clairevoix.model.errors import InputError, SettingsError
from clairevoix.web.accounts.guard import acting_role, form_of
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.accounts.routes import private_page
from clairevoix.web.people.answers import Asked, NotTaken, Route, asked, see
from clairevoix.web.render import Renderer
from clairevoix.web.themes.wording import themes_page

_PARTS = frozenset("2345")


class Themes:
    """The answers, one method a route."""

    def __init__(self, registry: Registry, renderer: Renderer) -> None:
        self._registry = registry
        self._renderer = renderer

    def routes(self) -> list[Route]:
        """Every address with its method."""
        return [("GET", "/{lang}/themes", self.page), ("POST", "/{lang}/themes", self.decide)]

    def page(self, request: Request, lang: str) -> Response:
        """What was last found."""
        return self._page(request, asked(request, lang), {})

    def decide(self, request: Request, lang: str) -> Response:
        """Does what a form asks for; whatever changes the themes is searched again at once."""
        who, form = asked(request, lang), form_of(request)
        try:
            draft = self._done(form, who)
        except NotTaken as not_taken:
            return self._page(request, who, not_taken.errors, status=not_taken.status)
        return self._page(request, who, {}, draft=draft) if draft else see(f"/{who.lang}/themes")

    def _done(self, form: Mapping[str, str], who: Asked) -> str:
        """Where a draft of a label lies, if that is what was asked for. Raises NotTaken."""
        desk, _, key = self._registry.themes_desk, who.translator, form.get("theme", "")
        action = form.get("action", "")
        try:
            if action == "promote":
                return desk.promote(key, form.get("name", "").strip())
            if action == "merge":
                desk.merge([key, form.get("with", "")])
            elif action == "split" and form.get("parts", "") in _PARTS:
                desk.split(key, int(form["parts"]))
            elif action == "ignore":
                desk.ignore(key)
            elif action == "undo":
                desk.undo()
            elif action != "find":
                raise NotTaken({"themes": _("This is none of the things that can be done here.")})
            desk.find()
        except InputError as error:
            if error.position == "name":
                said = _("A label’s name has small letters, digits and _, and is not taken yet.")
                raise NotTaken({"themes": said}) from None
            raise NotTaken({"themes": _("This theme is not there any more: the themes were searched again.")}) from None
        except SettingsError:
            said = _("The file themes.toml is damaged: mend it by hand, or delete it.")
            raise NotTaken({"themes": said}) from None
        return ""

    def _page(
        self, request: Request, who: Asked, errors: Mapping[str, str], *, draft: str = "", status: int = 200
    ) -> Response:
        account_id = who.session.account.account_id
        view = self._registry.themes_desk.shown(account_id, acting_role(request).value)
        page = None if view is None else themes_page(view, who.translator)
        template, csrf = "themes/themes.html", who.session.csrf
        return private_page(
            self._renderer, template, who.lang, status, page=page, csrf=csrf, errors=errors, draft=draft
        )
