"""The chart of the page « Cap » as Vega-Lite data, and as SVG drawn on the server for whoever has no JavaScript."""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import vl_convert

from clairevoix.i18n import Translator, integer, month_name, month_short, points
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.about import About, read_about
from clairevoix.web.lines import bounds
from clairevoix.web.pages import current_year, remaining_months
from clairevoix.web.tables import TOTAL

VEGA_LITE = "6.4"
THEMES = ("light", "dark")
SIZES = ("wide", "narrow")
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_drawing = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one theme; the style sheet has the same."""

    ink: str
    faint: str
    grid: str
    paper: str
    nps: str
    target: str
    pace: str


PALETTES = {
    "light": Palette(
        ink="#1b2430",
        faint="#566070",
        grid="#e3e7ec",
        paper="#ffffff",
        nps="#1d5fa8",
        target="#a33d0b",
        pace="#566070",
    ),
    "dark": Palette(
        ink="#e8ecf1",
        faint="#a5b0bf",
        grid="#2f3a47",
        paper="#18202a",
        nps="#7db4f0",
        target="#f2a36b",
        pace="#a5b0bf",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One way to draw a chart. ``fluid`` takes the width of its container, in a browser."""

    lang: str
    theme: str
    size: str
    fluid: bool

    @property
    def palette(self) -> Palette:
        return PALETTES[self.theme]

    @property
    def narrow(self) -> bool:
        return self.size == "narrow"

    @property
    def height(self) -> int:
        return 230 if self.narrow else 280


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
        *_year_layers(rows, about, drawing),
        *_target_layers(about, year, drawing, _),
        *_month_layers(rows, year, drawing, _),
    ]
    width: Any = "container" if drawing.fluid else (360 if drawing.narrow else 760)
    chart = alt.layer(*layers).properties(
        width=width,
        height=drawing.height,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        padding={"left": 4, "right": 8, "top": 8, "bottom": 4},
    )
    spec: dict[str, Any] = _styled(chart, drawing).to_dict()
    return spec


def svg(spec: dict[str, Any]) -> bytes:
    """The chart drawn without a browser. One drawing at a time."""
    with _drawing:
        return vl_convert.vegalite_to_svg(json.dumps(spec), vl_version=VEGA_LITE, allowed_base_urls=[]).encode()


def _styled(chart: alt.LayerChart, drawing: Drawing) -> alt.LayerChart:
    colours = drawing.palette
    return (
        chart.configure(background=colours.paper, font=_FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=colours.faint,
            labelFontSize=11 if drawing.narrow else 12,
            gridColor=colours.grid,
            domain=False,
            ticks=False,
            labelPadding=6,
        )
    )


def _months(year: str) -> list[str]:
    return [f"{year}-{number:02d}" for number in range(1, 13)]


def _month_axis(year: str, drawing: Drawing) -> alt.X:
    names = {key: month_short(key, drawing.lang, letters=drawing.narrow) for key in _months(year)}
    written = f"{json.dumps(names, ensure_ascii=False)}[datum.value]"
    return alt.X(
        "month:O",
        scale=alt.Scale(domain=_months(year)),
        axis=alt.Axis(title=None, labelExpr=written, labelAngle=0, grid=False),
    )


def _nps_axis(field: str) -> alt.Y:
    axis = alt.Axis(
        title=None,
        tickCount=5,
        format="d",
        labelExpr="replace(datum.label, '-', '\N{MINUS SIGN}')",
    )
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(zero=False, nice=True, padding=8))


def _data(values: Sequence[dict[str, object]]) -> alt.Chart:
    return alt.Chart(alt.Data(values=list(values)))


def _month_layers(rows: Sequence[Row], year: str, drawing: Drawing, _: Translator) -> list[alt.Chart]:
    colours = drawing.palette
    by_month = {row.key: row for row in rows if row.key != TOTAL}
    values = [_month_value(row, _) for row in by_month.values() if row.value is not None]
    notes = [{"month": key, "note": _note(by_month.get(key), drawing)} for key in _months(year)]
    x = _month_axis(year, drawing)
    tooltip = [
        alt.Tooltip("NPS:N", title=_("NPS")),
        alt.Tooltip("bounds:N", title=_("Confidence interval")),
        alt.Tooltip("answers:N", title=_("Answers")),
    ]
    shown = _data(values)
    below = drawing.height + (34 if drawing.narrow else 38)
    return [
        _data(notes)
        .mark_text(fontSize=10 if drawing.narrow else 11, color=colours.faint)
        .encode(x=x, y=alt.value(below), text="note:N"),
        shown.mark_rule(strokeWidth=2, color=colours.nps).encode(x=x, y=_nps_axis("low"), y2="high:Q"),
        shown.mark_point(filled=True, opacity=1, size=70, color=colours.nps, stroke=colours.paper).encode(
            x=x,
            y=_nps_axis("value"),
            tooltip=[alt.Tooltip("name:N", title=_("Month")), *tooltip],
        ),
        # A wide, unseen mark: the pointer need not hit the dot.
        shown.mark_bar(opacity=0).encode(
            x=x,
            y=alt.value(0),
            y2=alt.value(drawing.height),
            tooltip=[alt.Tooltip("name:N", title=_("Month")), *tooltip],
        ),
    ]


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
    values: list[dict[str, object]] = [
        {
            "month": first,
            "last": about.last_month,
            "value": whole.value,
            "low": whole.low,
            "high": whole.high,
        }
    ]
    x, x2 = (
        _month_axis(first[:4], drawing).bandPosition(0),
        alt.X2("last:O", bandPosition=1),
    )
    band = _data(values).mark_rect(color=drawing.palette.nps, opacity=0.14)
    mean = _data(values).mark_rule(color=drawing.palette.nps, strokeWidth=2.5)
    return [
        band.encode(x=x, x2=x2, y=_nps_axis("low"), y2="high:Q"),
        mean.encode(x=x, x2=x2, y=_nps_axis("value")),
    ]


def _target_layers(about: About, year: str, drawing: Drawing, _: Translator) -> list[alt.Chart]:
    if about.target is None:
        return []
    colours, aim = drawing.palette, about.target.points
    label = _("Target {points}", points=points(aim, drawing.lang, trim=True))
    line = _data([{"value": aim, "label": label}])
    layers = [
        line.mark_rule(color=colours.target, strokeWidth=2).encode(y=_nps_axis("value")),
        _label(line, colours.target, drawing).encode(y=_nps_axis("value"), x=alt.value(4), text="label:N"),
    ]
    if about.trajectory is not None:
        layers += _pace_layers(about.trajectory.pace, year, drawing)
        layers += _required_layers(about, about.trajectory.required, drawing, _)
    return layers


def _label(chart: alt.Chart, colour: str, drawing: Drawing) -> alt.Chart:
    size = 11 if drawing.narrow else 12
    return chart.mark_text(
        align="left",
        baseline="bottom",
        dy=-4,
        color=colour,
        fontSize=size,
        fontWeight=600,
    )


def _pace_layers(pace: Sequence[tuple[str, float]], year: str, drawing: Drawing) -> list[alt.Chart]:
    values = [{"month": key, "value": value} for key in _months(year) if (value := pace_at(pace, key)) is not None]
    mark = _data(values).mark_line(color=drawing.palette.pace, strokeDash=[6, 4], strokeWidth=1.5)
    return [mark.encode(x=_month_axis(year, drawing), y=_nps_axis("value"))]


def pace_at(pace: Sequence[tuple[str, float]], month: str) -> float | None:
    """Where the pace line stands in a month, straight between its points.

    >>> pace_at([("2024-12", 28.0), ("2025-12", 40.0)], "2025-09"), pace_at([("2025-01", 1.0)], "2024-01")
    (37.0, None)
    """
    place = _months_since_zero(month)
    for (start, low), (end, high) in zip(pace, pace[1:], strict=False):
        first, last = _months_since_zero(start), _months_since_zero(end)
        if first <= place <= last:
            return low + (high - low) * (place - first) / max(1, last - first)
    return None


def _months_since_zero(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


def _required_layers(about: About, required: float | None, drawing: Drawing, _: Translator) -> list[alt.Chart]:
    months = remaining_months(about)
    if required is None or months is None or not -100 <= required <= 100:
        return []
    if about.target is None or about.target.quantity != "year-to-date":
        return []
    label = _("needed {points}", points=points(required, drawing.lang))
    values: list[dict[str, object]] = [{"month": months[0], "last": months[1], "value": required, "label": label}]
    x = _month_axis(months[0][:4], drawing).bandPosition(0)
    rule = _data(values).mark_rule(color=drawing.palette.target, strokeWidth=2.5, strokeDash=[2, 3])
    return [
        rule.encode(x=x, x2=alt.X2("last:O", bandPosition=1), y=_nps_axis("value")),
        _label(_data(values), drawing.palette.target, drawing).encode(x=x, y=_nps_axis("value"), text="label:N"),
    ]
