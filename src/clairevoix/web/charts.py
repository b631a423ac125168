"""The chart of the page « Cap » as Vega-Lite data, and as SVG drawn on the server for whoever has no JavaScript."""

import json
import threading
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import altair as alt
import vl_convert

from clairevoix.i18n import Translator, integer, month_name, points
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.about import About, read_about
from clairevoix.web.ahead import break_layers, fan_layers
from clairevoix.web.chart_frame import framed
from clairevoix.web.drawing import Drawing
from clairevoix.web.layers import data, label_layers, month_axis, months_of, nps_axis
from clairevoix.web.lines import bounds
from clairevoix.web.pages import current_year, needed_line
from clairevoix.web.tables import TOTAL

VEGA_LITE = "6.4"
_drawing = threading.Lock()


def nps_spec(snapshot: Snapshot, drawing: Drawing) -> dict[str, Any] | None:
    """NPS by month with its confidence intervals, the year to date, the target and the pace line, as Vega-Lite.

    Every text is written here, in the reader's language: the browser formats nothing.
    """
    about = read_about(snapshot.about)
    year = current_year(snapshot, about)
    if year is None:
        return None
    _, rows = Translator(drawing.lang), snapshot.select("nps", "month", year)
    layers = [
        *fan_layers(about, year, drawing),
        *_year_layers(rows, about, drawing),
        *_target_layers(about, year, drawing),
        *_month_layers(rows, year, drawing, _),
        *_label_layers(about, year, drawing, _),
        *break_layers(about, year, drawing, _),
        _hover_layer(rows, year, drawing, _),
    ]
    return framed(layers, drawing)


def svg(spec: Mapping[str, object]) -> bytes:
    """The chart drawn without a browser. One drawing at a time."""
    with _drawing:
        return vl_convert.vegalite_to_svg(json.dumps(spec), vl_version=VEGA_LITE, allowed_base_urls=[]).encode()


def _month_layers(rows: Sequence[Row], year: str, drawing: Drawing, _: Translator) -> list[alt.Chart]:
    colours, x = drawing.palette, month_axis(year, drawing)
    by_month = {row.key: row for row in rows if row.key != TOTAL}
    notes = data([{"month": key, "note": _note(by_month.get(key), drawing)} for key in months_of(year)])
    size, below = (10, drawing.height + 34) if drawing.narrow else (11, drawing.height + 38)
    shown = _shown_months(rows, _)
    point = shown.mark_point(filled=True, opacity=1, size=70, color=colours.nps, stroke=colours.paper)
    return [
        notes.mark_text(fontSize=size, color=colours.faint).encode(x=x, y=alt.value(below), text="note:N"),
        shown.mark_rule(strokeWidth=2, color=colours.nps).encode(x=x, y=nps_axis("low"), y2="high:Q"),
        point.encode(x=x, y=nps_axis("value")),
    ]


def _hover_layer(rows: Sequence[Row], year: str, drawing: Drawing, _: Translator) -> alt.Chart:
    """Wide, unseen bars: the pointer need not hit the dot to be told the numbers."""
    told = {"name": _("Month"), "NPS": _("NPS"), "bounds": _("Confidence interval"), "answers": _("Answers")}
    tooltip = [alt.Tooltip(f"{field}:N", title=title) for field, title in told.items()]
    bars = _shown_months(rows, _).mark_bar(opacity=0)
    told_by: alt.Chart = bars.encode(
        x=month_axis(year, drawing), y=alt.value(0), y2=alt.value(drawing.height), tooltip=tooltip
    )
    return told_by


def _shown_months(rows: Sequence[Row], _: Translator) -> alt.Chart:
    return data([_month_value(row, _) for row in rows if row.key != TOTAL and row.value is not None])


def _month_value(row: Row, _: Translator) -> dict[str, object]:
    return {
        "month": row.key,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "name": month_name(row.key, _.lang),
        "NPS": points(row.value or 0.0, _.lang),
        "bounds": bounds(row, _) or "",
        "answers": "" if row.n is None else integer(row.n, _.lang),
    }


def _note(row: Row | None, drawing: Drawing) -> str:
    """What stands under a month: how many answers, or the rule that hides it."""
    if row is None:
        return ""
    if row.rule_id is not None:
        return row.rule_id
    return "" if row.n is None else integer(row.n, drawing.lang)


def _year_layers(rows: Sequence[Row], about: About, drawing: Drawing) -> list[alt.Chart]:
    whole = next((row for row in rows if row.key == TOTAL and row.value is not None), None)
    first = min((row.key for row in rows if row.key != TOTAL), default=None)
    if whole is None or first is None or about.last_month is None:
        return []
    values: list[Mapping[str, object]] = [
        {
            "month": first,
            "last": about.last_month,
            "value": whole.value,
            "low": whole.low,
            "high": whole.high,
        }
    ]
    x, x2 = (
        month_axis(first[:4], drawing).bandPosition(0),
        alt.X2("last:O", bandPosition=1),
    )
    band = data(values).mark_rect(color=drawing.palette.nps, opacity=0.14)
    mean = data(values).mark_rule(color=drawing.palette.nps, strokeWidth=2.5)
    return [
        band.encode(x=x, x2=x2, y=nps_axis("low"), y2="high:Q"),
        mean.encode(x=x, x2=x2, y=nps_axis("value")),
    ]


def _target_layers(about: About, year: str, drawing: Drawing) -> list[alt.Chart]:
    if about.target is None or about.target.due[:4] != year:
        return []
    rule = data([{"value": about.target.points}]).mark_rule(color=drawing.palette.target, strokeWidth=2)
    layers = [rule.encode(y=nps_axis("value"))]
    if about.trajectory is not None:
        layers += _pace_layers(about.trajectory.pace, year, drawing)
        layers += _needed_layers(about, drawing)
    return layers


def _label_layers(about: About, year: str, drawing: Drawing, _: Translator) -> list[alt.Chart]:
    """What the lines of the target are, written on them; on top of everything else."""
    if about.target is None or about.target.due[:4] != year:
        return []
    aim = about.target.points
    label = _("Target {points}", points=points(aim, drawing.lang, trim=True))
    layers = label_layers(data([{"value": aim, "label": label}]), alt.value(4), drawing)
    needed = needed_line(about)
    if needed is not None:
        first, _last, required = needed
        label = _("needed {points}", points=points(required, drawing.lang))
        place = month_axis(year, drawing).bandPosition(0)
        layers += label_layers(data([{"month": first, "value": required, "label": label}]), place, drawing)
    return layers


def _pace_layers(pace: Sequence[tuple[str, float]], year: str, drawing: Drawing) -> list[alt.Chart]:
    values = [{"month": key, "value": value} for key in months_of(year) if (value := pace_at(pace, key)) is not None]
    mark = data(values).mark_line(color=drawing.palette.pace, strokeDash=[6, 4], strokeWidth=1.5)
    return [mark.encode(x=month_axis(year, drawing), y=nps_axis("value"))]


def pace_at(pace: Sequence[tuple[str, float]], month: str) -> float | None:
    """Where the pace line stands in a month, straight between its points.

    >>> pace_at([("2024-12", 28.0), ("2025-12", 40.0)], "2025-09"), pace_at([("2025-01", 1.0)], "2024-01")
    (37.0, None)
    """
    place = _months_since_zero(month)
    for (start, low), (end, high) in pairwise(pace):
        first, last = _months_since_zero(start), _months_since_zero(end)
        if first <= place <= last:
            return low + (high - low) * (place - first) / max(1, last - first)
    return None


def _months_since_zero(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


def _needed_layers(about: About, drawing: Drawing) -> list[alt.Chart]:
    needed = needed_line(about)
    if needed is None:
        return []
    first, last, required = needed
    x = month_axis(first[:4], drawing).bandPosition(0)
    rule = data([{"month": first, "last": last, "value": required}]).mark_rule(
        color=drawing.palette.target, strokeWidth=2.5, strokeDash=[2, 3]
    )
    return [rule.encode(x=x, x2=alt.X2("last:O", bandPosition=1), y=nps_axis("value"))]
