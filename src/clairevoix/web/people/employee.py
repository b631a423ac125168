"""The addresses of the employee: what is about them, and what they may say to it."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from clairevoix.model.errors import CharterRefusal
from clairevoix.model.evaluation import Action, Actor, Evaluation, EvaluationEvent, RedactedText, Viewer
from clairevoix.store.acknowledgements import acknowledge
from clairevoix.store.consultations import consultations
from clairevoix.web.accounts.guard import form_of
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.accounts.routes import private_page
from clairevoix.web.people.answers import (
    Asked,
    NotTaken,
    Route,
    agents_of,
    asked,
    own_evaluation,
    refused,
    see,
    written,
)
from clairevoix.web.people.mine import READABLE, evaluation_page, mine
from clairevoix.web.render import Renderer


class Employee:
    """The answers, one method a route."""

    def __init__(self, registry: Registry, renderer: Renderer) -> None:
        self._registry = registry
        self._renderer = renderer

    def routes(self) -> list[Route]:
        """Every address with its method, the more exact first."""
        one = "/{lang}/me/evaluations/{evaluation_id}"
        return [
            ("GET", "/{lang}/me", self.page),
            ("POST", "/{lang}/me/notice", self.acknowledge_notice),
            ("GET", f"{one}.json", self.explanation),
            ("GET", one, self.evaluation),
            ("POST", f"{one}/comment", self.comment),
            ("POST", f"{one}/accept", self.accept),
            ("POST", f"{one}/contest", self.contest),
        ]

    def page(self, request: Request, lang: str) -> Response:
        """All that is known about whoever asks."""
        who = asked(request, lang)
        agents = agents_of(self._registry, who.session)
        if not agents:
            raise HTTPException(404)
        shown = mine(self._registry, agents, who.translator)
        return private_page(self._renderer, "people/me.html", lang, page=shown, csrf=who.session.csrf)

    def acknowledge_notice(self, request: Request, lang: str) -> Response:
        """That the notice of the charter in force was read."""
        who, now = asked(request, lang), self._registry.clock()
        agents, version_id = (
            agents_of(self._registry, who.session),
            consultations(self._registry.engine).version_at(now),
        )
        if not agents or str(version_id) != form_of(request).get("version", ""):
            raise HTTPException(404)
        if version_id is not None:
            acknowledge(self._registry.engine, agents, version_id, now)
        return see(f"/{lang}/me")

    def evaluation(self, request: Request, lang: str, evaluation_id: str) -> Response:
        """One evaluation with its explanation. The first time, the days to contest begin."""
        who = asked(request, lang)
        found = own_evaluation(self._registry, request, evaluation_id)
        try:
            if found.standing in READABLE and found.first_seen_at is None:
                found = self._act(found, Action.SEE, None, who)
        except NotTaken as not_taken:
            return self._evaluation_page(who, found, not_taken.errors, not_taken.status)
        return self._evaluation_page(who, found, {})

    def explanation(self, request: Request, lang: str, evaluation_id: str) -> Response:
        """The same for programs: the explanation as it was kept when the evaluation was handed over."""
        asked(request, lang)
        found = own_evaluation(self._registry, request, evaluation_id)
        body = self._explanation(found)
        return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})

    def comment(self, request: Request, lang: str, evaluation_id: str) -> Response:
        return self._said(request, lang, evaluation_id, Action.COMMENT)

    def accept(self, request: Request, lang: str, evaluation_id: str) -> Response:
        return self._said(request, lang, evaluation_id, Action.ACCEPT)

    def contest(self, request: Request, lang: str, evaluation_id: str) -> Response:
        return self._said(request, lang, evaluation_id, Action.CONTEST)

    def _said(self, request: Request, lang: str, evaluation_id: str, action: Action) -> Response:
        who = asked(request, lang)
        found = own_evaluation(self._registry, request, evaluation_id)
        try:
            text = None
            if action is not Action.ACCEPT:
                text = written(self._registry, form_of(request), who, needed=action is Action.COMMENT)
            self._act(found, action, text, who)
        except NotTaken as not_taken:
            return self._evaluation_page(who, found, not_taken.errors, not_taken.status)
        return see(f"/{lang}/me/evaluations/{evaluation_id}")

    def _act(self, found: Evaluation, action: Action, text: RedactedText | None, who: Asked) -> Evaluation:
        """As whoever the evaluation is about, by the pseudonym under which it knows them."""
        event = EvaluationEvent(
            action=action,
            by=Actor.EMPLOYEE,
            account_id=found.draft.agent_id,
            at=self._registry.clock(),
            text=text,
        )
        try:
            return self._registry.desk.act(found.draft.evaluation_id, event)
        except CharterRefusal as refusal:
            raise refused(refusal, who.translator) from None

    def _explanation(self, found: Evaluation) -> str:
        if found.standing not in READABLE:
            raise HTTPException(404)
        return self._registry.desk.explanation(found.draft.evaluation_id, Viewer.EMPLOYEE, found.draft.agent_id)

    def _evaluation_page(self, who: Asked, found: Evaluation, errors: Mapping[str, str], status: int = 200) -> Response:
        desk, now = self._registry.desk, self._registry.clock()
        events = desk.events(found.draft.evaluation_id)
        shown = evaluation_page(found, self._explanation(found), events, now, who.translator)
        template, csrf = "people/evaluation.html", who.session.csrf
        return private_page(self._renderer, template, who.lang, status, page=shown, csrf=csrf, errors=errors)
