"""An evaluation as people read it: tables for the terminal, Markdown, JSON and a page with the worst cases to listen to."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from clairevoix.i18n import Translator, integer, percent, points
from clairevoix.quality.catalogue import HEADLINE, METRICS
from clairevoix.quality.estimate import Value, values
from clairevoix.quality.exhibits import Line
from clairevoix.quality.layout import Table, markdown
from clairevoix.quality.running import Judged, by_condition
from clairevoix.quality.runs import Comparison
from clairevoix.quality.truth import Split, Take
from clairevoix.quality.wording import amount, bounds, number, probability, statement, written

#: Sound played before and after a case, in ms.
_AROUND_MS = 800
#: A turn shorter than this is no case: one word wrong in two says little.
_FEWEST_WORDS = 4


def _(message: str) -> str:
    """Marks a word for the catalogues."""
    return message


#: Words of the data, as people read them.
_WORDS = {
    "synthetic": _("synthetic voices"),
    "published": _("published recordings"),
    "consenting": _("recordings of consenting people"),
    "development": _("development"),
    "test": _("test"),
    "agent": _("agent"),
    "customer": _("customer"),
    "system": _("system"),
    "unknown": _("unknown party"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What was evaluated, and with what. ``n_available`` recordings are in that half of the corpus."""

    corpus: str
    origin: str
    split: Split
    at: datetime
    version: str
    model: str
    n_contacts: int
    n_recordings: int
    n_available: int
    audio_s: float
    wall_s: float
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A turn to listen to: ``source`` plays it; ``pairs`` are words said and heard."""

    recording_id: str
    party: str
    start_ms: int
    n_errors: int
    n_words: int
    source: str = field(repr=False)
    pairs: tuple[tuple[str | None, str | None], ...] = field(repr=False)


Results = Mapping[str, Sequence[Value]]


def results(judged: Sequence[Judged], level: float) -> dict[str, tuple[Value, ...]]:
    """Every metric of every condition."""
    return {condition: values(observed, level) for condition, observed in by_condition(judged).items()}


def as_object(about: About, found: Results, compared: Mapping[str, Comparison]) -> dict[str, object]:
    """The machine-readable report. Shares are 0 to 1, times in ms."""
    return {
        "about": {**asdict(about), "at": about.at.isoformat()},
        "conditions": {condition: [asdict(value) for value in some] for condition, some in found.items()},
        "changes": {
            condition: [{**asdict(each), "difference": each.difference} for each in some.changes]
            for condition, some in compared.items()
        },
        "compared": {
            condition: {"contacts": some.n_contacts, "of": some.n_either} for condition, some in compared.items()
        },
    }


def tables(
    found: Results, compared: Mapping[str, Comparison], lang: str, *, fewest_contacts: int = 0
) -> tuple[Table, ...]:
    """The overview, what changed, and every metric of every condition that so many contacts were heard under."""
    return (
        *brief(found, compared, lang),
        *(
            details(condition, some, lang)
            for condition, some in found.items()
            if max((value.n_contacts for value in some), default=0) >= fewest_contacts
        ),
    )


def brief(found: Results, compared: Mapping[str, Comparison], lang: str) -> tuple[Table, ...]:
    """What fits on a screen."""
    _ = Translator(lang)
    differences = tuple(
        comparison(_("Against the run before: {condition}", condition=condition), some, lang)
        for condition, some in compared.items()
    )
    return (overview(found, lang), *differences)


def document(about: About, shown: Sequence[Table], lang: str) -> str:
    """The whole report in Markdown."""
    _ = Translator(lang)
    warning = _(
        "Written by « clairevoix evaluate ». Numbers on made-up voices show what a change does and where the machine is "
        "weak; how good it is on your calls only your calls can say."
    )
    return "\n".join(
        [f"# {_('How good the machine is')}\n", f"{facts(about, lang)}\n", f"{warning}\n", *map(markdown, shown)]
    )


def overview(found: Results, lang: str) -> Table:
    """One row a condition, the main metrics side by side."""
    _ = Translator(lang)
    whole = {condition: {v.metric: v for v in some if not v.item} for condition, some in found.items()}
    shown = [name for name in HEADLINE if any(name in some for some in whole.values())]
    return Table(
        title=_("By condition of the sound"),
        head=(_("Condition"), _("Contacts"), *(_(METRICS[name].title) for name in shown)),
        rows=tuple(
            (
                condition,
                integer(max((value.n_contacts for value in some.values()), default=0), lang),
                *(written(some[name], lang) if name in some else "" for name in shown),
            )
            for condition, some in whole.items()
        ),
    )


def details(condition: str, found: Sequence[Value], lang: str) -> Table:
    """Every metric of one condition, with its items: parties in words, types and labels by their names."""
    _ = Translator(lang)
    return Table(
        title=condition,
        head=(_("Metric"), _("Of"), _("Value"), _("Out of"), _("Contacts")),
        rows=tuple(
            (
                _(METRICS[value.metric].title),
                _(_WORDS.get(value.item, value.item)) if value.item else "—",
                written(value, lang),
                amount(value.whole, lang),
                integer(value.n_contacts, lang),
            )
            for value in found
        ),
    )


def comparison(title: str, found: Comparison, lang: str) -> Table:
    """What changed between two runs, with a statement; the title says how many contacts both runs have, out of how many."""
    _ = Translator(lang)
    return Table(
        title=f"{title} ({integer(found.n_contacts, lang)}/{integer(found.n_either, lang)} {_('contacts')})",
        head=(_("Metric"), _("Before"), _("After"), _("Difference"), _("p, adjusted"), _("Statement")),
        rows=tuple(
            (
                _(METRICS[each.metric].title),
                number(each.metric, each.before, lang),
                number(each.metric, each.after, lang),
                number(each.metric, each.difference, lang, signed=True)
                + bounds(each.metric, each.low, each.high, lang),
                probability(each.p_value, lang),
                _(statement(each)),
            )
            for each in found.changes
            if not each.item
        ),
    )


def worst_cases(
    judged: Sequence[Judged], takes: Mapping[str, Take], folder: Path, n_cases: int, lang: str
) -> tuple[Case, ...]:
    """The turns with the largest shares of wrong words, one a recording, as links relative to ``folder``."""
    found: list[tuple[float, int, Case]] = []
    for each in judged:
        lines = [line for line in (each.exhibit.lines if each.exhibit else ()) if len(line.pairs) >= _FEWEST_WORDS]
        if not lines:
            continue
        line = max(lines, key=lambda line: (line.share, line.n_errors))
        if line.n_errors:
            party = Translator(lang)(_WORDS[line.party.value])
            case = _case(each.recording_id, line, party, _link(takes[each.recording_id].path, folder))
            found.append((line.share, line.n_errors, case))
    found.sort(key=lambda each: (-each[0], -each[1], each[2].recording_id))
    return tuple(case for _, _, case in found[:n_cases])


def page(about: About, tables: Sequence[Table], cases: Sequence[Case], lang: str) -> str:
    """One HTML page that needs nothing but the recordings beside it."""
    environment = Environment(
        loader=FileSystemLoader(str(files("clairevoix.quality"))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html")
    return template.render(
        _=Translator(lang), lang=lang, points=points, about=about, facts=facts(about, lang), tables=tables, cases=cases
    )


def facts(about: About, lang: str) -> str:
    """What was evaluated, in a sentence; a part of the half as « 3/12 recordings »."""
    _ = Translator(lang)
    whole = "" if about.n_recordings == about.n_available else f"/{integer(about.n_available, lang)}"
    return _(
        "Corpus {corpus} ({origin}), {split} half: {recordings} recordings of {contacts} contacts, {minutes} min; "
        "clairevoix {version}, model {model}; intervals at {level}, drawn over contacts.",
        corpus=about.corpus,
        origin=_(_WORDS[about.origin]),
        split=_(_WORDS[about.split.value]),
        recordings=integer(about.n_recordings, lang) + whole,
        contacts=integer(about.n_contacts, lang),
        minutes=integer(round(about.audio_s / 60), lang),
        version=about.version,
        model=about.model,
        level=percent(about.level, lang),
    )


def _case(recording_id: str, line: Line, party: str, link: str) -> Case:
    start, end = max(0, line.span.start_ms - _AROUND_MS), line.span.end_ms + _AROUND_MS
    return Case(
        recording_id=recording_id,
        party=party,
        start_ms=line.span.start_ms,
        n_errors=line.n_errors,
        n_words=len(line.pairs),
        source=f"{link}#t={start / 1000:.2f},{end / 1000:.2f}",
        pairs=line.pairs,
    )


def _link(path: Path, folder: Path) -> str:
    return quote(os.path.relpath(path, folder))
