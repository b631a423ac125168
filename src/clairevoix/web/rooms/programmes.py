"""The page « Programmes »: what was tried, where and when, and whether it changed anything; its twin in numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clairevoix.i18n import LANGUAGES, Translator, day_name, integer, month_short
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.about import read_about
from clairevoix.web.lines import Bar, Line
from clairevoix.web.pages import Foot, foot
from clairevoix.web.rooms.effort import row_json
from clairevoix.web.rooms.plots import Given, Plot, plots
from clairevoix.web.rooms.programme_words import Said, checks, outcome_name, said
from clairevoix.web.rooms.quantities import change, line_of, quantity, tick, zero_bar
from clairevoix.web.rooms.room import Room


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectBox:
    """One measure of a programme: what may be said, the interval on a scale with zero, the checks, the drawing."""

    name: str
    said: Said
    bar: Bar | None
    bounds: str
    checks: tuple[str, ...]
    plots: tuple[Plot, ...]
    plot_words: str
    caption: str
    lines: tuple[Line, ...]
    counted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeBox:
    """One programme of the register."""

    programme_id: str
    title: str
    aim: str
    kind: str
    cost: str | None
    waves: tuple[str, ...]
    warnings: tuple[str, ...]
    effects: tuple[EffectBox, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programmes:
    """The page; ``absence`` says why there is nothing on it."""

    lang: str
    languages: tuple[str, ...]
    synthetic: bool
    absence: str | None
    programmes: tuple[ProgrammeBox, ...]
    foot: Foot


def programmes(snapshot: Snapshot, lang: str) -> Programmes:
    """Everything on the page, in one language."""
    _, about = Translator(lang), read_about(snapshot.about)
    told: Sequence[Mapping[str, Any]] = snapshot.about.get("programmes") or ()  # type: ignore[assignment]
    overlaps: Sequence[Mapping[str, Any]] = snapshot.about.get("overlaps") or ()  # type: ignore[assignment]
    titles = {each["id"]: each["title"][lang] for each in told}
    return Programmes(
        lang=lang,
        languages=LANGUAGES,
        synthetic=about.synthetic,
        absence=None if told else _("No programme is declared in programmes.toml."),
        programmes=tuple(
            _box(snapshot, each, _overlaps(each["id"], overlaps, titles, _), about.sites, _) for each in told
        ),
        foot=foot(about, _),
    )


def programmes_json(snapshot: Snapshot, lang: str) -> dict[str, object]:
    """What the page shows, in numbers."""
    keys = ("published_at", "version", "synthetic", "charter", "programmes", "overlaps")
    return {
        "language": lang,
        **{key: snapshot.about.get(key) for key in keys},
        "figures": [row_json(row) for row in snapshot.rows if row.measure == "programme"],
    }


def _box(
    snapshot: Snapshot, told: Mapping[str, Any], overlaps: Sequence[str], sites: Mapping[str, str], _: Translator
) -> ProgrammeBox:
    warnings = [*overlaps]
    if told["unknown"]:
        names = ", ".join(sites.get(place, place) for place in told["unknown"])
        warnings.append(_("Nothing was measured in: {places}.", places=names))
    return ProgrammeBox(
        programme_id=told["id"],
        title=told["title"][_.lang],
        aim=told["aim"][_.lang],
        kind=_("meetings") if told["kind"] == "rencontre" else _("programme"),
        cost=None
        if told["cost_eur"] is None
        else _("Cost: {amount} €.", amount=integer(round(told["cost_eur"]), _.lang)),
        waves=tuple(
            _(
                "from {day}: {places}",
                day=day_name(wave["starts_on"], _.lang),
                places=", ".join(sites.get(place, place) for place in wave["places"]),
            )
            for wave in told["waves"]
        ),
        warnings=tuple(warnings),
        effects=tuple(_effect(snapshot, told, each, _) for each in told["outcomes"]),
    )


def _overlaps(
    programme_id: str, overlaps: Sequence[Mapping[str, Any]], titles: Mapping[str, str], _: Translator
) -> list[str]:
    found = []
    for each in overlaps:
        if programme_id in (each["first"], each["second"]):
            other = each["second"] if programme_id == each["first"] else each["first"]
            found.append(
                _.plural(
                    "In {n} place it began within months of “{other}”, which is meant to move the same: the two cannot be "
                    "told apart there.",
                    "In {n} places it began within months of “{other}”, which is meant to move the same: the two cannot be "
                    "told apart there.",
                    each["n_places"],
                    other=titles[other],
                )
            )
    return found


def _effect(snapshot: Snapshot, programme: Mapping[str, Any], told: Mapping[str, Any], _: Translator) -> EffectBox:
    outcome, unit = told["outcome"], told["unit"]
    views = ("programme", "window", "before-after")
    rows = {
        view: row
        for view in views
        for row in snapshot.select("programme", view, programme["id"])
        if row.key == outcome and row.rule_id is None
    }
    row = rows.get("programme")
    bar, bounds = None, ""
    if row is not None and row.value is not None and row.low is not None and row.high is not None:
        bar = zero_bar(row.low, row.value, row.high)
        bounds = _("{low} to {high}", low=change(row.low, unit, _.lang), high=change(row.high, unit, _.lang))
    period = f"{programme['id']}:{outcome}"
    study = [each for each in snapshot.select("programme", "period", period) if each.value is not None]
    months = [each for each in snapshot.select("programme", "month", period) if each.value is not None]
    drawn, words, caption = _study_plots(study, unit, _) if study else _series_plots(months, told, unit, _)
    return EffectBox(
        name=outcome_name(outcome, _),
        said=said(told, row, _),
        bar=bar,
        bounds=bounds,
        checks=tuple(checks(told, rows, _)),
        plots=drawn,
        plot_words=words,
        caption=caption,
        lines=tuple(_point_line(each, unit, _) for each in study)
        or tuple(line_of(each, _month(each.key, _), _) for each in months),
        counted=_("Customers compared") if study else _("Cases or answers"),
    )


def _point_line(row: Row, unit: str, _: Translator) -> Line:
    bounds = None
    if row.low is not None and row.high is not None:
        bounds = _("{low} to {high}", low=change(row.low, unit, _.lang), high=change(row.high, unit, _.lang))
    value = None if row.value is None else change(row.value, unit, _.lang)
    n = None if row.n is None else integer(row.n, _.lang)
    return Line(key=row.key, title=_since(row.key), value=value, bounds=bounds, n=n)


def _since(key: str) -> str:
    return f"\N{MINUS SIGN}{key[1:]}" if key.startswith("-") else key if key == "0" else f"+{key}"


def _study_plots(study: Sequence[Row], unit: str, _: Translator) -> tuple[tuple[Plot, ...], str, str]:
    given = [
        Given(
            label=_since(row.key), value=row.value or 0.0, low=row.low, high=row.high, is_faint=row.key.startswith("-")
        )
        for row in study
    ]
    before = sum(one.is_faint for one in given)
    told = ", ".join(f"{_since(row.key)}: {change(row.value or 0.0, unit, _.lang)}" for row in study)
    words = _("Difference from the other places by period since the start. {points}.", points=told)
    caption = _(
        "Difference from the other places, against the last period before the start, by periods since the start. Hollow: "
        "before it, where there should be none. Each has its own interval: of twenty, one leaves out zero by chance."
    )
    return plots(given, lambda value: tick(value, unit, _.lang), with_zero=True, start=before), words, caption


def _series_plots(
    months: Sequence[Row], told: Mapping[str, Any], unit: str, _: Translator
) -> tuple[tuple[Plot, ...], str, str]:
    series = told.get("series")
    if not months or not series or len(series["expected"]) != len(months):
        return (), "", ""
    given = [
        Given(label=_month(row.key, _), value=row.value or 0.0, is_faint=row.key < series["start"]) for row in months
    ]
    before = sum(one.is_faint for one in given)
    listed = ", ".join(f"{_month(row.key, _)}: {quantity(row.value or 0.0, unit, _.lang)}" for row in months)
    words = _("Mean over the places by period. {points}.", points=listed)
    caption = _("Mean over the places. Hollow: before the start. Dashed: where the trend before it was leading.")
    drawn = plots(given, lambda value: quantity(value, unit, _.lang), start=before, compared=series["expected"])
    return drawn, words, caption


def _month(key: str, _: Translator) -> str:
    return key if "Q" in key else f"{month_short(key, _.lang)} {key[2:4]}"


ROOM = Room(name="programmes", title="Programmes", template="programmes.html", page=programmes, numbers=programmes_json)
