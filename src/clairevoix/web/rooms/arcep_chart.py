"""Arcep's marks by operator over the years, as Vega-Lite: apart where another institute asked."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from clairevoix.i18n import points
from clairevoix.store.published import Snapshot
from clairevoix.web.chart_frame import framed, written
from clairevoix.web.drawing import Drawing

#: Told apart by their dashes as well: no colour alone.
_DASHES = ([1, 0], [7, 3], [2, 3], [9, 3, 2, 3])
_ROOM_FOR_NAMES = 0.9


def arcep_spec(snapshot: Snapshot, drawing: Drawing) -> Mapping[str, object] | None:
    """A line for each operator, broken where the institute changed."""
    told: Mapping[str, Any] | None = snapshot.about.get("prizes")  # type: ignore[assignment]
    if told is None:
        return None
    editions, breaks = told["arcep"]["editions"], told["arcep"]["breaks"]
    marks = [mark for each in editions for mark in each["scores"].values()]
    y = _y(min(marks), max(marks), drawing)
    x = _x([each["year"] for each in editions], drawing)
    layers = [_break_layer(year, x, drawing) for year in breaks]
    for place, name in enumerate(editions[-1]["scores"]):
        is_own = name == told["operator"]
        colour = drawing.palette.nps if is_own else drawing.palette.faint
        data = alt.Chart(alt.InlineData(_points(name, editions, breaks)))
        line = data.mark_line(color=colour, strokeWidth=3 if is_own else 1.8, strokeDash=_DASHES[place % len(_DASHES)])
        layers += [
            line.encode(x=x, y=y, detail="series:N"),
            data.mark_point(filled=True, opacity=1, size=45, color=colour).encode(x=x, y=y),
        ]
    layers.append(_names(editions[-1], told["operator"], x, y, drawing))
    return framed(layers, drawing)


def _points(name: str, editions: Sequence[Mapping[str, Any]], breaks: Sequence[int]) -> list[dict[str, Any]]:
    return [
        {"year": each["year"], "value": each["scores"][name], "series": sum(each["year"] >= year for year in breaks)}
        for each in editions
        if name in each["scores"]
    ]


def _break_layer(year: int, x: alt.X, drawing: Drawing) -> alt.Chart:
    data = alt.Chart(alt.InlineData([{"year": year - 0.5}]))
    found: alt.Chart = data.mark_rule(color=drawing.palette.pace, strokeDash=[4, 4], strokeWidth=1.2).encode(x=x)
    return found


def _names(last: Mapping[str, Any], own: str, x: alt.X, y: alt.Y, drawing: Drawing) -> alt.Chart:
    """Beside the last marks: the lines need no legend."""
    values = [
        {"year": last["year"], "value": mark, "name": name, "is_own": name == own}
        for name, mark in last["scores"].items()
    ]
    colours = drawing.palette
    text = alt.Chart(alt.InlineData(values)).mark_text(align="left", dx=9, fontSize=11 if drawing.narrow else 12)
    colour = alt.condition("datum.is_own", alt.value(colours.nps), alt.value(colours.ink))
    found: alt.Chart = text.encode(x=x, y=y, text="name:N", color=colour)
    return found


def _x(years: Sequence[int], drawing: Drawing) -> alt.X:
    axis = alt.Axis(
        title=None,
        values=[float(year) for year in years],
        labelExpr=written({float(year): str(year) for year in years}),
        labelOverlap=False,
        grid=False,
    )
    room = _ROOM_FOR_NAMES * (1.7 if drawing.narrow else 1.0)
    return alt.X("year:Q", axis=axis, scale=alt.Scale(domain=[years[0] - 0.3, years[-1] + room], nice=False))


def _y(low: float, high: float, drawing: Drawing) -> alt.Y:
    ticks = [value / 10 for value in range(int(low * 10) - 1, int(high * 10) + 2, 2)]
    axis = alt.Axis(
        title=None,
        values=ticks,
        labelExpr=written({value: points(value, drawing.lang) for value in ticks}),
    )
    return alt.Y("value:Q", axis=axis, scale=alt.Scale(domain=[ticks[0], high + 0.1], nice=False))
