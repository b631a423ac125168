"""What the works council's page says: charters with their clocks, what was deleted and refused, contests, the ledger."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from clairevoix.charter.access_ledger import oldest_entry
from clairevoix.charter.clocks import days_left, last_day
from clairevoix.charter.missing import steps_left
from clairevoix.charter.rules import RULES
from clairevoix.charter.versions import State, Version
from clairevoix.i18n import Translator, day_name, integer
from clairevoix.model.evaluation import Action
from clairevoix.store import ledger
from clairevoix.store.consultations import Consultations, consultations
from clairevoix.store.receipts import receipts
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.people import wording
from clairevoix.web.people.measure_words import measure_words

_RECEIPTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionText:
    """One version of the charter. ``measures`` are (name, why, breakdown); ``time_left`` is in words, or empty."""

    version_id: int
    scope_digest: str
    state: str
    is_in_force: bool
    may_countersign: bool
    may_suspend: bool
    opinion: str
    time_left: str
    steps: tuple[str, ...]
    measures: tuple[tuple[str, str, str], ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilPage:
    """The whole page. ``minimum`` is the fewest that a count may be without being withheld."""

    versions: tuple[VersionText, ...]
    budgets: tuple[tuple[str, str], ...]
    receipts: tuple[tuple[str, str, str], ...]
    refusals: tuple[tuple[str, str, str], ...]
    contests: tuple[tuple[str, str], ...]
    minimum: int
    witnessed: str
    key: str
    n_leaves: str


def council_page(registry: Registry, _: Translator) -> CouncilPage:
    """Read afresh each time; nothing in it is about one person."""
    now = registry.clock()
    known = consultations(registry.engine)
    charter = known.in_force(now)
    entries = ledger.entries(registry.engine, since=oldest_entry(now.date()))
    seen = registry.witness_desk.witnessed()
    return CouncilPage(
        versions=_versions(known, now, _),
        budgets=(
            (_("Evaluations of one person, at most"), integer(charter.evaluations_per_person, _.lang)),
            (_("in so many days"), integer(charter.budget_days, _.lang)),
            (_("Drafted in the last twelve months"), _told(_drafts(entries), charter.minimum_cell, _)),
        ),
        receipts=tuple(_receipts(registry, _)),
        refusals=_refusals(entries, _),
        contests=_contests(entries, charter.minimum_cell, _),
        minimum=charter.minimum_cell,
        witnessed=""
        if seen is None
        else _("{n} leaves on {moment}", n=integer(seen[0], _.lang), moment=wording.moment(seen[1], _)),
        key=registry.witness_desk.installation_key(),
        n_leaves=integer(entries[-1].number if entries else 0, _.lang),
    )


def _versions(known: Consultations, now: datetime, _: Translator) -> tuple[VersionText, ...]:
    current = known.version_at(now)
    newest_first = sorted(known.versions.items(), reverse=True)
    return tuple(_version(number, version, current == number, now.date(), _) for number, version in newest_first)


def _version(number: int, version: Version, is_in_force: bool, today: date, _: Translator) -> VersionText:
    return VersionText(
        version_id=number,
        scope_digest=version.scope_digest,
        state=wording.state(version.state, _),
        is_in_force=is_in_force,
        may_countersign=version.state is State.CONSULTED,
        may_suspend=version.state is State.ACTIVE,
        opinion="" if version.opinion is None else wording.opinion(version.opinion, _),
        time_left=_time_left(version, today, _),
        steps=tuple(wording.step(each, _) for each in steps_left(version, today)),
        measures=tuple(measure_words(each, _) for each in version.charter.measures),
        text="\n".join(_settings(version)),
    )


def _time_left(version: Version, today: date, _: Translator) -> str:
    """The clock of the consultation, while it counts."""
    if version.clock is None or version.state is not State.NOTIFIED:
        return ""
    left, last = days_left(version.clock, today), last_day(version.clock)
    if left is None or last is None:
        return _("the clock stands still")
    until = day_name(last, _.lang)
    return _.plural("{n} day left, until {day}", "{n} days left, until {day}", left, day=until)


def _settings(version: Version) -> Iterable[str]:
    charter = version.charter
    for name in charter.__slots__:
        if name not in {"measures", "roles"}:
            yield f"{name} = {getattr(charter, name)}"


def _drafts(entries: Iterable[ledger.Entry]) -> int:
    return sum(each.event == "evaluation" and each.facts.get("action") == "draft" for each in entries)


def _receipts(registry: Registry, _: Translator) -> Iterable[tuple[str, str, str]]:
    """Moment, what went, and the signed note itself."""
    for note in reversed(receipts(registry.engine, last=_RECEIPTS)):
        said: Mapping[str, object] = json.loads(note.splitlines()[0])
        counts = said["counts"]
        gone = ", ".join(f"{name}: {n}" for name, n in counts.items()) if isinstance(counts, Mapping) else ""
        yield wording.moment(datetime.fromisoformat(str(said["at"])), _), gone, note


def _refusals(entries: Iterable[ledger.Entry], _: Translator) -> tuple[tuple[str, str, str], ...]:
    """How often each rule refused: rule, title, count. A refusal is of an action; it names nobody."""
    titles = {rule.rule_id: _(rule.title) for rule in RULES}
    counts = Counter(str(each.facts.get("rule")) for each in entries if each.event == "refusal")
    ordered = sorted(counts.items(), key=lambda each: (len(each[0]), each[0]))
    return tuple((rule, titles.get(rule, ""), integer(n, _.lang)) for rule, n in ordered)


def _contests(entries: Iterable[ledger.Entry], minimum: int, _: Translator) -> tuple[tuple[str, str], ...]:
    """How many contests there were and how they ended; all of them are withheld where they are too few together."""
    actions = (Action.CONTEST, Action.UPHOLD, Action.AMEND, Action.ANNUL, Action.LAPSE)
    counts = Counter(str(each.facts.get("action")) for each in entries if each.event == "evaluation")
    names = {
        Action.CONTEST: _("contested"),
        Action.UPHOLD: _("upheld"),
        Action.AMEND: _("changed"),
        Action.ANNUL: _("annulled"),
        Action.LAPSE: _("void, nobody decided in time"),
    }
    if counts[Action.CONTEST] < minimum:
        return ((names[Action.CONTEST], _told(counts[Action.CONTEST], minimum, _)),)
    return tuple((names[each], _told(counts[each], minimum, _)) for each in actions)


def _told(count: int, minimum: int, _: Translator) -> str:
    """A count of people's evaluations, or that it is too small to be told (rule R17)."""
    return integer(count, _.lang) if count == 0 or count >= minimum else _("fewer than {n}", n=minimum)
