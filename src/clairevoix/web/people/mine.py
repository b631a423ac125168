"""What the employee's own page says: view models, from what the registry and the desk answer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from clairevoix.charter.access_ledger import oldest_entry
from clairevoix.charter.catalogue import Subject
from clairevoix.charter.versions import Version
from clairevoix.i18n import Translator, day_name, integer
from clairevoix.model.evaluation import Drawn, Evaluation, EvaluationEvent, Reason, Standing, Verdict
from clairevoix.model.timespan import TimeSpan
from clairevoix.store import ledger
from clairevoix.store.acknowledgements import acknowledged_at
from clairevoix.store.consultations import consultations
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.accounts.words import role_names
from clairevoix.web.people import wording
from clairevoix.web.people.measure_words import measure_words

#: Standings in which the employee may open an evaluation.
READABLE = frozenset(Standing) - {
    Standing.DRAFTED,
    Standing.EVIDENCE_READ,
    Standing.CONFIRMED,
    Standing.VOID,
    Standing.EXPIRED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The notice of the charter in force. ``acknowledged`` is a day in words, empty before."""

    version_id: int
    document: str
    digest: str
    acknowledged: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureText:
    """A measure of work that is in force, and how the works council came into it."""

    name: str
    why: str
    by: str
    consultation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationLine:
    """One evaluation in the list."""

    evaluation_id: str
    drafted: str
    standing: str
    is_readable: bool
    contest_until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinePage:
    """The whole page. Rows of ``contacts`` and ``readings`` are texts, column by column."""

    notice: Notice | None
    measures: tuple[MeasureText, ...]
    contacts: tuple[tuple[str, ...], ...]
    commitment: str
    budget: str
    evaluations: tuple[EvaluationLine, ...]
    readings: tuple[tuple[str, ...], ...]


def mine(registry: Registry, agents: Sequence[str], _: Translator) -> MinePage:
    """The page of the employee who has these pseudonyms, the one of today first."""
    now = registry.clock()
    known = consultations(registry.engine)
    version_id = known.version_at(now)
    version = None if version_id is None else known.versions[version_id]
    contacts = registry.desk.contacts(agents)
    found = [each for agent in agents for each in registry.desk.evaluations(agent)]
    return MinePage(
        notice=None if version is None or version_id is None else _notice(registry, agents[0], version_id, version, _),
        measures=() if version is None else _measures(version, _),
        contacts=tuple(
            (wording.moment(each.started_at, _), wording.one_in(each.rate, _), _contact_state(each.state, _))
            for each in contacts
        ),
        commitment=contacts[0].commitment if contacts else "",
        budget=_budget(registry, agents[0], _),
        evaluations=tuple(
            _line(each, now, _) for each in sorted(found, key=lambda each: each.drafted_at, reverse=True)
        ),
        readings=_readings(registry, agents, now, _),
    )


def _notice(registry: Registry, agent: str, version_id: int, version: Version, _: Translator) -> Notice | None:
    if version.notice is None:
        return None
    at = acknowledged_at(registry.engine, agent, version_id)
    return Notice(
        version_id=version_id,
        document=version.notice.document_id,
        digest=version.notice.digest,
        acknowledged=wording.moment(at, _),
    )


def _measures(version: Version, _: Translator) -> tuple[MeasureText, ...]:
    said = "" if version.opinion is None else wording.opinion(version.opinion, _)
    on = "" if version.consulted_on is None else day_name(version.consulted_on, _.lang)
    consultation = _("Works council consulted on {day}; opinion: {opinion}.", day=on, opinion=said) if on else ""
    return tuple(
        MeasureText(name=name, why=why, by=by, consultation=consultation)
        for each in version.charter.measures
        if each.subject is Subject.WORK
        for name, why, by in [measure_words(each, _)]
    )


def _contact_state(state: str, _: Translator) -> str:
    words = {"pending": _("waiting to be heard"), "done": _("heard"), "quarantined": _("put aside, not heard")}
    return words.get(state, state)


def _budget(registry: Registry, agent: str, _: Translator) -> str:
    found = registry.desk.budget(agent)
    return _(
        "{n} of at most {limit} evaluations in the {days} days since {day}.",
        n=integer(found.spent.n, _.lang),
        limit=integer(found.limit, _.lang),
        days=integer(found.days, _.lang),
        day=day_name(found.spent.period, _.lang),
    )


def _line(found: Evaluation, now: datetime, _: Translator) -> EvaluationLine:
    until = found.contest_until
    is_open = until is not None and now < until and may_contest(found, now)
    return EvaluationLine(
        evaluation_id=found.draft.evaluation_id,
        drafted=day_name(found.drafted_at.date(), _.lang),
        standing=wording.standing(found.standing, _),
        is_readable=found.standing in READABLE,
        contest_until=day_name(_last_day(until), _.lang) if is_open and until is not None else "",
    )


def _last_day(until: datetime) -> datetime:
    """The last day that lies whole before a deadline."""
    return until - timedelta(days=1)


def may_contest(found: Evaluation, now: datetime) -> bool:
    """Whether the page offers to contest; whether it is admitted is for the charter to say."""
    possible = {Standing.WITH_EMPLOYEE, Standing.COMMENTED, Standing.ACCEPTED, Standing.AMENDED, Standing.EFFECTIVE}
    return found.standing in possible and found.contest_until is not None and now < found.contest_until


def may_accept(found: Evaluation) -> bool:
    return found.standing in {Standing.WITH_EMPLOYEE, Standing.COMMENTED}


def _readings(registry: Registry, agents: Sequence[str], now: datetime, _: Translator) -> tuple[tuple[str, ...], ...]:
    roles = role_names(_)
    found = [each for agent in agents for each in ledger.readings(registry.engine, agent, oldest_entry(now.date()))]
    return tuple(
        (day_name(each.read_on, _.lang), wording.purpose(each.purpose, _), roles[each.role])
        for each in sorted(found, key=lambda each: each.read_on, reverse=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionLine:
    """A criterion as it was applied. ``quotes`` are (times, words)."""

    name: str
    observable: str
    link: str
    weight: int
    verdict: str
    suggested: str
    quotes: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationPage:
    """One evaluation, explained. ``history`` is (day, what happened, words written): no hour of anybody's work."""

    evaluation_id: str
    standing: str
    confirmed: str
    embargo: str
    contest_until: str
    may_accept: bool
    may_contest: bool
    drawn: str
    criteria: tuple[CriterionLine, ...]
    facts: tuple[tuple[str, str], ...]
    history: tuple[tuple[str, str, str], ...] = field(repr=False)


def evaluation_page(
    found: Evaluation, explanation: str, events: Sequence[EvaluationEvent], now: datetime, _: Translator
) -> EvaluationPage:
    """The page of one evaluation. ``explanation`` is the JSON that was kept with its delivery."""
    told = json.loads(explanation)
    verdicts = {mark.criterion: mark.verdict for mark in found.marks}
    until = found.contest_until
    return EvaluationPage(
        evaluation_id=found.draft.evaluation_id,
        standing=wording.standing(found.standing, _),
        confirmed="" if found.confirmed_at is None else day_name(found.confirmed_at.date(), _.lang),
        embargo=wording.moment(found.embargo_until, _),
        contest_until="" if until is None else day_name(_last_day(until), _.lang),
        may_accept=may_accept(found),
        may_contest=may_contest(found, now),
        drawn=wording.drawn(found.draft.drawn, found.draft.reason, _),
        criteria=tuple(_criterion(each, verdicts, _) for each in told["criteria"]),
        facts=_facts(told, _),
        history=tuple(_told(each, _) for each in events),
    )


def _criterion(told: dict[str, object], verdicts: dict[str, Verdict], _: Translator) -> CriterionLine:
    quotes = told["quotes"]
    spans = [each["span"] for each in quotes] if isinstance(quotes, list) else []
    words = [each["text"] for each in quotes] if isinstance(quotes, list) else []
    suggested = Verdict(str(told["suggested"]))
    return CriterionLine(
        name=str(told["name"]),
        observable=str(told["observable"]),
        link=str(told["professional_link"]),
        weight=int(str(told["weight"])),
        verdict=wording.verdict(verdicts.get(str(told["name"]), Verdict(str(told["verdict"]))), _),
        suggested=wording.verdict(suggested, _),
        quotes=tuple((wording.times(TimeSpan(**span)), text) for span, text in zip(spans, words, strict=True)),
    )


def _facts(told: dict[str, object], _: Translator) -> tuple[tuple[str, str], ...]:
    """By what it was made: digests and versions, as they stand in the explanation."""
    draw, budget, models = told["draw"], told["budget"], told["models"]
    rows = [
        (_("Grid"), f"{told['grid_version']} ({told['grid_digest']})"),
        (_("Charter"), str(told["charter_digest"])),
    ]
    if isinstance(draw, dict):
        rows.append((_("Draw"), wording.drawn(Drawn(draw["drawn"]), _reason(draw), _)))
        rows.append((_("Commitment to the seed of the draw"), str(draw["seed_commitment"])))
    if isinstance(models, list):
        rows.extend((_("Model"), f"{each['name']} ({each['digest']})") for each in models)
    if isinstance(budget, dict):
        rows.append((_("Budget"), _("{n} of at most {limit}", n=budget["n"], limit=budget["limit"])))
    return tuple(rows)


def _reason(draw: dict[str, object]) -> Reason | None:
    return Reason(str(draw["reason"])) if draw.get("reason") else None


def _told(event: EvaluationEvent, _: Translator) -> tuple[str, str, str]:
    said = "" if event.text is None else event.text.text
    why = "" if event.ground is None else f" ({wording.ground(event.ground, _)})"
    return day_name(event.at.date(), _.lang), wording.action(event.action, _) + why, said
