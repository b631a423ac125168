"""What each template receives: frozen contexts, built from the snapshot by pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass

from clairevoix.charter.rules import RULES
from clairevoix.i18n import (
    LANGUAGES,
    Translator,
    instant,
    integer,
    month_name,
    month_range,
    percent,
    points,
)
from clairevoix.store.published import Row, Snapshot
from clairevoix.web import outlooks, sentences
from clairevoix.web.about import About, read_about
from clairevoix.web.course import Course, course
from clairevoix.web.lines import Scale, line, share_scale
from clairevoix.web.tables import (
    TOTAL,
    ExcerptBox,
    LabelBox,
    Table,
    excerpt_box,
    label_boxes,
    minimum_text,
    month_table,
    periods,
    site_table,
    whole,
)

#: Beyond so many, subjects without a figure fold.
_MOST_WAITING = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The one number of the page, and what it rests on; ``absence`` where it may not be shown."""

    months: str
    value: str | None
    uncertainty: str | None
    answers: str | None
    absence: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetBox:
    """The target, the distance to it, what the remaining months must reach (as a mean or not), what the pace line is."""

    title: str
    gap: str | None
    required: str | None
    pace: str | None
    is_mean: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Safeguard:
    """A rule of the charter as people read it."""

    rule_id: str
    title: str
    sentence: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """Where the page comes from."""

    published: str | None
    version: str | None
    charter: str | None
    numbers: str | None
    kept: str | None
    model: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """The page « Cap »."""

    lang: str
    languages: tuple[str, ...]
    synthetic: bool
    question: str | None
    headline: Headline
    target: TargetBox | None
    course: Course
    year: str | None
    has_pace: bool
    has_needed: bool
    chart_text: str
    masked: str | None
    months: tuple[Table, ...]
    sites: Table | None
    labels: tuple[LabelBox, ...]
    waiting: str | None
    label_scale: Scale | None
    label_method: str | None
    sampling: str | None
    calls: str | None
    safeguards: tuple[Safeguard, ...]
    foot: Foot


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptPage:
    """One excerpt on its own page."""

    lang: str
    languages: tuple[str, ...]
    synthetic: bool
    excerpt: ExcerptBox
    definition: str | None
    foot: Foot


def cap(snapshot: Snapshot, lang: str) -> Cap:
    """Everything on the page « Cap », in one language."""
    _, about = Translator(lang), read_about(snapshot.about)
    year = current_year(snapshot, about)
    months = snapshot.select("nps", "month", year) if year else ()
    names = {row.key: month_name(row.key, lang, with_year=False) for row in months if row.key != TOTAL}
    hidden = [names[row.key] for row in months if row.rule_id is not None and row.key in names]
    labels = snapshot.select("label", "contacts")
    boxes = label_boxes(snapshot, labels, about, _)
    shown_target = about.target if about.target and about.target.due[:4] == year else None
    return Cap(
        lang=lang,
        languages=LANGUAGES,
        synthetic=about.synthetic,
        question=about.question,
        headline=_headline(whole(months), months, about, _),
        target=_target(about, whole(months), _),
        course=course(snapshot, about, year, _),
        year=year,
        has_pace=shown_target is not None and about.trajectory is not None and bool(about.trajectory.pace),
        has_needed=shown_target is not None and needed_line(about) is not None,
        chart_text=_chart_text(months, names, about, _),
        masked=sentences.masked(hidden, minimum_text(about, _), _),
        months=tuple(month_table(snapshot, period, about, _) for period in periods(snapshot)),
        sites=site_table(snapshot, year, about, _),
        labels=boxes,
        waiting=_waiting(sum(box.line.absence is not None for box in boxes), _),
        label_scale=share_scale(labels, lang),
        label_method=sentences.method(next((row for row in labels if row.method), None), _),
        sampling=None if about.draw is None else sentences.sampling(about.draw, _),
        calls=None if about.calls is None else sentences.calls(about.calls, _),
        safeguards=safeguards(_),
        foot=foot(about, _),
    )


def _waiting(n: int, _: Translator) -> str | None:
    """How many subjects have no figure, where they are so many that their list folds."""
    if n <= _MOST_WAITING:
        return None
    return _.plural("{n} subject without a figure", "{n} subjects without a figure", n)


def excerpt_page(snapshot: Snapshot, excerpt_id: str, lang: str) -> ExcerptPage | None:
    """The page of one excerpt, or None if no such excerpt is released."""
    found = next((each for each in snapshot.excerpts if each.excerpt_id == excerpt_id), None)
    if found is None:
        return None
    _, about = Translator(lang), read_about(snapshot.about)
    label = next((each for each in snapshot.labels if each.name == found.label), None)
    return ExcerptPage(
        lang=lang,
        languages=LANGUAGES,
        synthetic=about.synthetic,
        excerpt=excerpt_box(found, label, lang),
        definition=None if label is None else label.definition.get(lang),
        foot=foot(about, _),
    )


def current_year(snapshot: Snapshot, about: About) -> str | None:
    """The year that the page is about: that of the last month published."""
    if about.last_month:
        return about.last_month[:4]
    return max((row.period for row in snapshot.select("nps", "month")), default=None)


def safeguards(_: Translator) -> tuple[Safeguard, ...]:
    """Every rule of the charter."""
    return tuple(
        Safeguard(
            rule_id=rule.rule_id,
            title=_(rule.title),
            sentence=_(rule.sentence),
            source=_(rule.source),
        )
        for rule in RULES
    )


def foot(about: About, _: Translator) -> Foot:
    """The foot of every page: when, by which version, under which charter."""
    charter = about.charter
    numbers = None
    if charter is not None:
        numbers = _(
            "At most {rate} of contacts drawn; no figure about fewer than {minimum} people; "
            "recordings kept {recordings} days, comments {comments} days.",
            rate=percent(
                charter.sampling_rate,
                _.lang,
                0 if (charter.sampling_rate * 100).is_integer() else 1,
            ),
            minimum=integer(charter.minimum_cell, _.lang),
            recordings=integer(charter.recording_days, _.lang),
            comments=integer(charter.comment_days, _.lang),
        )
    return Foot(
        published=None if about.published_at is None else instant(about.published_at, _.lang),
        version=about.version,
        charter=None if charter is None else charter.digest,
        numbers=numbers,
        kept=None if charter is None or not about.n_kept else sentences.kept(about.n_kept, charter.minimum_cell, _),
        model=about.model,
    )


def _headline(row: Row | None, months: Sequence[Row], about: About, _: Translator) -> Headline:
    first = min((each.key for each in months if each.key != TOTAL), default=None)
    told = month_range(first, about.last_month, _.lang) if first and about.last_month else ""
    if row is None:
        absence: str | None = _("No survey answer was published yet.")
    else:
        absence = line(row, "", _, scale=None, reference=None, minimum=minimum_text(about, _)).absence
    shown = row is not None and absence is None
    return Headline(
        months=told,
        value=points(row.value, _.lang) if row is not None and row.value is not None and shown else None,
        uncertainty=sentences.uncertainty(row, _) if row is not None and shown else None,
        answers=sentences.answers(row.n, _) if row is not None and row.n is not None and shown else None,
        absence=absence,
    )


def _target(about: About, headline: Row | None, _: Translator) -> TargetBox | None:
    target, trajectory = about.target, about.trajectory
    if target is None:
        return None
    title = sentences.target_title(target, _)
    if trajectory is None:
        declared = next((each for each in about.readings if each.quantity == target.quantity), None)
        takes = None if declared is None else outlooks.takes(declared, target, _)
        return TargetBox(title=title, gap=None, required=takes, pace=None, is_mean=target.quantity != "spot")
    months = remaining_months(about)
    return TargetBox(
        title=title,
        gap=sentences.gap(trajectory, headline, target, _),
        required=sentences.required(trajectory, target, months, _),
        pace=sentences.pace(trajectory, about.last_month, _),
    )


def remaining_months(about: About) -> tuple[str, str] | None:
    """The first and the last month that are still to come before the target is due."""
    if about.last_month is None or about.target is None or about.last_month >= about.target.due:
        return None
    year, month = (int(part) for part in about.last_month.split("-"))
    following = f"{year + month // 12}-{month % 12 + 1:02d}"
    return following, about.target.due


def needed_line(about: About) -> tuple[str, str, float] | None:
    """What the months to come must reach on average, from month to month, if it can be drawn."""
    months, trajectory = remaining_months(about), about.trajectory
    if months is None or trajectory is None or trajectory.required is None or about.target is None:
        return None
    if about.target.quantity != "year-to-date" or not -100 <= trajectory.required <= 100:
        return None
    return (*months, trajectory.required)


def _chart_text(months: Sequence[Row], names: dict[str, str], about: About, _: Translator) -> str:
    shown = [(names[row.key], row.value) for row in months if row.key in names and row.value is not None]
    told = [f"{name} {points(value, _.lang)}" for name, value in shown]
    said = _("NPS month by month: {months}.", months=", ".join(told))
    ahead = () if about.outlook is None else about.outlook.fan
    if ahead:
        reach = [(each.month, *(points(bound, _.lang) for bound in each.inner)) for each in ahead]
        between = [
            f"{month_name(month, _.lang)} {_('{low} to {high}', low=low, high=high)}" for month, low, high in reach
        ]
        said += " " + _("Forecast, 80 %: {months}.", months=", ".join(between))
    return f"{said} {sentences.target_title(about.target, _)}." if about.target else said
