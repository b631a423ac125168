"""The addresses of the evaluator: a queue in an order drawn at random, one sheet for each evaluation, reviews of contests."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from clairevoix.charter.access_ledger import ReadingPurpose
from clairevoix.charter.reading import must_read
from clairevoix.model.errors import CharterRefusal, StoreError
from clairevoix.model.evaluation import (
    Action,
    Actor,
    Evaluation,
    EvaluationEvent,
    Ground,
    Mark,
    Standing,
    Verdict,
)
from clairevoix.model.timespan import TimeSpan
from clairevoix.store import ledger
from clairevoix.web.accounts.guard import acting_role, form_of
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.accounts.routes import private_page
from clairevoix.web.people.answers import Asked, NotTaken, Route, asked, evaluation, refused, see, written
from clairevoix.web.people.desk import SaidTurn
from clairevoix.web.people.sheet import sheet, stage
from clairevoix.web.render import Renderer

_DRAFTS = (Standing.DRAFTED, Standing.EVIDENCE_READ, Standing.CONFIRMED)
_CONTESTS = (Standing.CONTESTED, Standing.UNDER_REVIEW)
_DECISIONS = {each.value: each for each in (Action.UPHOLD, Action.AMEND, Action.ANNUL)}
Step = Callable[[Evaluation, Asked, Mapping[str, str]], None]


class Evaluator:
    """The answers, one method a route."""

    def __init__(self, registry: Registry, renderer: Renderer) -> None:
        self._registry = registry
        self._renderer = renderer

    def routes(self) -> list[Route]:
        """Every address with its method."""
        one = "/{lang}/evaluate/{evaluation_id}"
        steps: dict[str, Step] = {
            "open": partial(self._simple, Action.OPEN, Actor.EVALUATOR),
            "read": self._read,
            "confirm": self._confirm,
            "discard": partial(self._simple, Action.DISCARD, Actor.EVALUATOR),
            "take-up": partial(self._simple, Action.TAKE_UP, Actor.REVIEWER),
            "decide": self._decide,
        }
        doing: list[Route] = [("POST", f"{one}/{name}", self._doing(step)) for name, step in steps.items()]
        return [("GET", "/{lang}/evaluate", self.queue), ("GET", one, self.page), *doing]

    def queue(self, request: Request, lang: str) -> Response:
        """What waits: of nobody in particular, in an order that was drawn."""
        who, desk = asked(request, lang), self._registry.desk
        mine = who.session.account.account_id
        drafts = [each for each in desk.waiting(_DRAFTS) if stage(desk.evaluation(each), mine) != "closed"]
        contests = [each for each in desk.waiting(_CONTESTS) if stage(desk.evaluation(each), mine) != "closed"]
        return private_page(self._renderer, "people/queue.html", lang, drafts=drafts, contests=contests)

    def page(self, request: Request, lang: str, evaluation_id: str) -> Response:
        """The sheet of one evaluation. That its evidence is read is in the ledger before it is shown."""
        who = asked(request, lang)
        return self._sheet(request, who, evaluation(self._registry, evaluation_id), {})

    def _doing(self, step: Step) -> Callable[..., Response]:
        def answer(request: Request, lang: str, evaluation_id: str) -> Response:
            who = asked(request, lang)
            found = evaluation(self._registry, evaluation_id)
            try:
                step(found, who, form_of(request))
            except NotTaken as not_taken:
                return self._sheet(request, who, evaluation(self._registry, evaluation_id), not_taken)
            return see(f"/{lang}/evaluate/{evaluation_id}")

        return answer

    def _simple(self, action: Action, actor: Actor, found: Evaluation, who: Asked, _: Mapping[str, str]) -> None:
        self._act(found, who, action, actor)

    def _read(self, found: Evaluation, who: Asked, form: Mapping[str, str]) -> None:
        """The turns that were ticked, each with the evidence that it overlaps."""
        turns = self._registry.desk.turns(found.draft.contact_id)
        ticked = {number for number in range(len(turns)) if form.get(f"turn-{number}")}
        spans = _covered(turns, ticked, must_read(found.draft))
        if not spans:
            _ = who.translator
            raise NotTaken({"refused": _("Tick what you read.")})
        self._act(found, who, Action.READ, Actor.EVALUATOR, spans=spans)

    def _confirm(self, found: Evaluation, who: Asked, form: Mapping[str, str]) -> None:
        """Confirms, with a reason where the marks are not those of the draft, and hands it to the employee."""
        if found.standing is not Standing.CONFIRMED:
            marks = _marks(found, form, who)
            is_changed = any(
                mark.verdict is not finding.suggested for mark, finding in zip(marks, found.draft.findings, strict=True)
            )
            text = written(self._registry, form, who, needed=is_changed)
            found = self._act(found, who, Action.CONFIRM, Actor.EVALUATOR, marks=marks, text=text)
        try:
            self._registry.desk.deliver(
                found.draft.evaluation_id, who.session.account.account_id, self._registry.clock()
            )
        except CharterRefusal as refusal:
            raise refused(refusal, who.translator) from None
        except StoreError:
            _ = who.translator
            said = _("What it rests on is no longer there; it cannot be handed over.")
            raise NotTaken({"refused": said}) from None

    def _decide(self, found: Evaluation, who: Asked, form: Mapping[str, str]) -> None:
        """The outcome of a review, with its ground and its reasons."""
        action = _DECISIONS.get(form.get("decision", ""))
        if action is None or form.get("ground") not in set(Ground):
            _ = who.translator
            raise NotTaken({"refused": _("Choose an outcome and a ground.")})
        text = written(self._registry, form, who, needed=True)
        marks = _marks(found, form, who) if action is Action.AMEND else ()
        self._act(found, who, action, Actor.REVIEWER, marks=marks, ground=Ground(form["ground"]), text=text)

    def _act(self, found: Evaluation, who: Asked, action: Action, actor: Actor, **said: Any) -> Evaluation:
        """As whoever is signed in; ``said`` are further fields of the event. Raises NotTaken where it is refused."""
        account_id, at = who.session.account.account_id, self._registry.clock()
        event = EvaluationEvent(action=action, by=actor, account_id=account_id, at=at, **said)
        try:
            return self._registry.desk.act(found.draft.evaluation_id, event)
        except CharterRefusal as refusal:
            raise refused(refusal, who.translator) from None

    def _sheet(
        self, request: Request, who: Asked, found: Evaluation, not_taken: NotTaken | Mapping[str, str]
    ) -> Response:
        desk, account_id = self._registry.desk, who.session.account.account_id
        is_shown = stage(found, account_id) in {"read", "judge", "decide"}
        if is_shown:
            self._record_read(request, found, account_id)
        shown = sheet(
            found,
            account_id,
            turns=desk.turns(found.draft.contact_id) if is_shown else (),
            criteria=desk.criteria(found) if is_shown else (),
            events=desk.events(found.draft.evaluation_id) if is_shown else (),
            _=who.translator,
        )
        errors = not_taken.errors if isinstance(not_taken, NotTaken) else not_taken
        status = not_taken.status if isinstance(not_taken, NotTaken) else 200
        template, csrf = "people/sheet.html", who.session.csrf
        return private_page(self._renderer, template, who.lang, status, page=shown, csrf=csrf, errors=errors)

    def _record_read(self, request: Request, found: Evaluation, account_id: str) -> None:
        """Nothing about a person is shown before it is in the ledger that it was (rule R15)."""
        is_review = found.standing in _CONTESTS
        ledger.record_read(
            self._registry.engine,
            account_id=account_id,
            role=acting_role(request),
            purpose=ReadingPurpose.CONTEST if is_review else ReadingPurpose.EVALUATION,
            ticket=f"e1/{found.draft.evaluation_id}",
            agent_id=found.draft.agent_id,
        )


def _marks(found: Evaluation, form: Mapping[str, str], who: Asked) -> tuple[Mark, ...]:
    """A verdict for each criterion, in the draft's order. Raises NotTaken where one is missing."""
    verdicts = [form.get(f"verdict-{number}", "") for number in range(len(found.draft.findings))]
    if any(each not in set(Verdict) for each in verdicts):
        _ = who.translator
        raise NotTaken({"refused": _("Judge every criterion.")})
    return tuple(
        Mark(criterion=finding.criterion, verdict=Verdict(each))
        for finding, each in zip(found.draft.findings, verdicts, strict=True)
    )


def _covered(turns: Sequence[SaidTurn], ticked: Collection[int], wanted: Iterable[TimeSpan]) -> tuple[TimeSpan, ...]:
    """The time that was read: the ticked turns, and each wanted passage all of whose turns were ticked, pauses included."""
    spans = [each.span for number, each in enumerate(turns) if number in ticked]
    for passage in wanted:
        inside = {number for number, each in enumerate(turns) if each.span.overlap_ms(passage)}
        if spans and inside <= set(ticked):
            spans.append(passage)
    return tuple(spans)
