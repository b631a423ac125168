"""An evaluation as people read it: tables for the terminal, Markdown, JSON and a page with the worst cases to listen to."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from clairevoix.i18n import Translator, integer, percent, points
from clairevoix.quality.cases import Cases
from clairevoix.quality.catalogue import HEADLINE, METRICS
from clairevoix.quality.estimate import Value, values
from clairevoix.quality.layout import Table, markdown
from clairevoix.quality.metrics.personal import HIDDEN
from clairevoix.quality.running import Judged, by_condition
from clairevoix.quality.runs import Comparison
from clairevoix.quality.truth import Split
from clairevoix.quality.wording import WORDS, amount, bounds, clock, number, probability, statement, written


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
                _(WORDS.get(value.item, value.item)) if value.item else "—",
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
    part = f"{integer(found.n_contacts, lang)}/"
    contacts = _.plural("{part}{n} contact", "{part}{n} contacts", found.n_either, part=part)
    return Table(
        title=f"{title} ({contacts})",
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


def page(about: About, tables: Sequence[Table], cases: Cases | None, lang: str) -> str:
    """One HTML page that needs nothing but the recordings beside it; None where no case may be shown."""
    environment = Environment(
        loader=FileSystemLoader(str(files("clairevoix.quality"))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html")
    return template.render(
        _=Translator(lang),
        number=lambda value: integer(value, lang),
        seconds=lambda time_ms: points(time_ms / 1000, lang),
        share=lambda value: percent(value, lang, 1),
        hidden=percent(HIDDEN, lang),
        clock=clock,
        lang=lang,
        about=about,
        facts=facts(about, lang),
        tables=tables,
        cases=cases,
    )


def facts(about: About, lang: str) -> str:
    """What was evaluated, in a sentence; a part of the half as « 3/12 recordings »."""
    _ = Translator(lang)
    part = "" if about.n_recordings == about.n_available else f"{integer(about.n_recordings, lang)}/"
    return _(
        "Corpus {corpus} ({origin}), {split} half: {recordings} of {contacts}, {minutes} min; "
        "clairevoix {version}, model {model}; intervals at {level}, drawn over contacts.",
        corpus=about.corpus,
        origin=_(WORDS[about.origin]),
        split=_(WORDS[about.split.value]),
        recordings=_.plural("{part}{n} recording", "{part}{n} recordings", about.n_available, part=part),
        contacts=_.plural("{part}{n} contact", "{part}{n} contacts", about.n_contacts, part=""),
        minutes=integer(round(about.audio_s / 60), lang),
        version=about.version,
        model=about.model,
        level=percent(about.level, lang),
    )
