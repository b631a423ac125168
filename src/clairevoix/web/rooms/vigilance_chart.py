"""The charts of the page « Vigilance » as Vega-Lite: both sides month by month, pressure and its budget, sites."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from clairevoix.i18n import Translator, month_short, points
from clairevoix.store.published import Snapshot
from clairevoix.web.chart_frame import framed, written
from clairevoix.web.drawing import Drawing
from clairevoix.web.rooms.vigilance_tables import Point, month_points, parts_by_origin, site_points

Values = Sequence[Mapping[str, object]]
_HEIGHT, _HEIGHT_NARROW = 340, 300


def two_sides_spec(snapshot: Snapshot, drawing: Drawing) -> dict[str, Any] | None:
    """The pulse against the NPS, a dot a month with both intervals, from the first to the last."""
    found = month_points(snapshot)
    if len(found) < 2:
        return None
    _ = Translator(drawing.lang)
    axes = (_axis("x", found, _("pulse, 0 to 100"), drawing), _axis("y", found, _("NPS"), drawing))
    values = [{**_values(each), "number": number} for number, each in enumerate(found)]
    ends = [{**values[place], "label": _month(found[place].key, drawing)} for place in (0, -1)]
    path = _data(values).mark_line(color=drawing.palette.pace, strokeWidth=1, opacity=0.6)
    layers = [path.encode(x=axes[0], y=axes[1], order="number:Q"), *_dots(values, axes, drawing)]
    return framed([*layers, *_labels(ends, axes, drawing)], drawing, _height(drawing))


def sites_spec(snapshot: Snapshot, drawing: Drawing) -> dict[str, Any] | None:
    """Evaluations for each person evaluated against the pulse, a dot a site."""
    found = site_points(snapshot)
    if not found:
        return None
    _, names = Translator(drawing.lang), snapshot.about.get("sites") or {}
    axes = (
        _axis("x", found, _("evaluations for each person evaluated and month"), drawing, decimals=True),
        _axis("y", found, _("pulse, 0 to 100"), drawing),
    )
    values = [{**_values(each), "label": names.get(each.key, each.key)} for each in found]  # type: ignore[attr-defined]
    return framed([*_dots(values, axes, drawing), *_labels(values, axes, drawing)], drawing, _height(drawing))


def pressure_spec(snapshot: Snapshot, drawing: Drawing) -> dict[str, Any] | None:
    """Evaluations for each person evaluated by month, by machines and by people, and what the budget allows."""
    found = parts_by_origin(snapshot)
    if not found:
        return None
    colours, _, months = drawing.palette, Translator(drawing.lang), sorted(found)
    told: Any = snapshot.about.get("vigilance") or {}
    limit = told["budget"]["limit"] * 30 / told["budget"]["days"] if told.get("budget") else None
    shades = {"by-machine": colours.target, "by-people": colours.nps}
    values = [
        {"month": month, "value": value, "colour": shades[act]}
        for month, parts in found.items()
        for act, value in parts.items()
    ]
    names = {month: month_short(month, drawing.lang, letters=drawing.narrow) for month in months}
    x = alt.X(
        "month:O",
        scale=alt.Scale(domain=months),
        axis=alt.Axis(title=None, labelAngle=0, labelExpr=f"{_texts(names)}[datum.value]", grid=False),
    )
    y = alt.Y("value:Q", axis=_written_axis(_("evaluations for each person"), drawing, decimals=True), stack="zero")
    bars = (
        _data(values)
        .mark_bar(width={"band": 0.7})
        .encode(x=x, y=y, color=alt.Color("colour:N", scale=None, legend=None))
    )
    layers = [bars]
    if limit is not None:
        rule = _data([{"value": limit}]).mark_rule(color=colours.ink, strokeDash=[6, 4], strokeWidth=1.5)
        layers.append(rule.encode(y=alt.Y("value:Q")))
    return framed(layers, drawing)


def _dots(values: Values, axes: tuple[alt.X, alt.Y], drawing: Drawing) -> list[alt.Chart]:
    colours, data = drawing.palette, _data(values)
    arms = data.mark_rule(color=colours.nps, opacity=0.35, strokeWidth=1.5)
    dot = data.mark_point(filled=True, opacity=1, size=70, color=colours.nps, stroke=colours.paper)
    return [
        arms.encode(x=alt.X("x_low:Q"), x2=alt.X2("x_high:Q"), y=axes[1]),
        arms.encode(x=axes[0], y=alt.Y("y_low:Q"), y2=alt.Y2("y_high:Q")),
        dot.encode(x=axes[0], y=axes[1]),
    ]


def _labels(values: Values, axes: tuple[alt.X, alt.Y], drawing: Drawing) -> list[alt.Chart]:
    style: dict[str, Any] = {"align": "left", "baseline": "bottom", "dx": 7, "dy": -5, "fontWeight": 600}
    size = 11 if drawing.narrow else 12
    colours, data = drawing.palette, _data(values)
    halo = data.mark_text(color=colours.paper, stroke=colours.paper, strokeWidth=4, fontSize=size, **style)
    text = data.mark_text(color=colours.ink, fontSize=size, **style)
    return [mark.encode(x=axes[0], y=axes[1], text="label:N") for mark in (halo, text)]


def _axis(name: str, found: Sequence[Point], title: str, drawing: Drawing, *, decimals: bool = False) -> Any:
    """An axis over what the intervals reach, a little more on either side."""
    low = min(getattr(each, f"{name}_low") for each in found)
    high = max(getattr(each, f"{name}_high") for each in found)
    room = 0.12 * (high - low) or 1.0
    kind = alt.X if name == "x" else alt.Y
    scale = alt.Scale(domain=[low - room, high + room], nice=True, zero=False)
    return kind(f"{name}:Q", scale=scale, axis=_written_axis(title, drawing, decimals=decimals))


def _written_axis(title: str, drawing: Drawing, *, decimals: bool) -> alt.Axis:
    steps = [number / 10 for number in range(-1000, 1001)] if decimals else [float(n) for n in range(-100, 101)]
    texts = written({value: points(value, drawing.lang, trim=True) for value in steps if not decimals or value >= 0})
    return alt.Axis(title=title, tickCount=5, tickMinStep=0.1 if decimals else 1, labelExpr=f"{texts} || ''")


def _values(point: Point) -> dict[str, object]:
    return {name: getattr(point, name) for name in ("x", "x_low", "x_high", "y", "y_low", "y_high")}


def _data(values: Values) -> alt.Chart:
    return alt.Chart(alt.InlineData([dict(value) for value in values]))


def _texts(names: Mapping[str, str]) -> str:
    inside = ", ".join(f"'{key}': '{name}'" for key, name in names.items())
    return "{" + inside + "}"


def _month(month: str, drawing: Drawing) -> str:
    return f"{month_short(month, drawing.lang)} {month[:4]}"


def _height(drawing: Drawing) -> int:
    return _HEIGHT_NARROW if drawing.narrow else _HEIGHT
