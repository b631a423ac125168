"""The charts of the page « Fibre »: right the first time by month, and how many are connected by which day."""

from collections.abc import Mapping
from typing import Any

import altair as alt

from clairevoix.i18n import Translator, integer, percent
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.chart_frame import framed, written
from clairevoix.web.drawing import Drawing
from clairevoix.web.layers import data, month_axis
from clairevoix.web.rooms.fibre_year import JOURNEY, fibre_year

_DAYS = (0, 15, 30, 45, 60, 75, 90, 105, 120)


def share_axis(field: str, drawing: Drawing, *, zero: bool) -> alt.Y:
    ticks = written({value / 100: percent(value / 100, drawing.lang) for value in range(0, 101, 5)})
    axis = alt.Axis(title=None, tickCount=5, labelExpr=f"{ticks} || ''")
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(zero=zero, nice=True, domainMax=1 if zero else alt.Undefined))


def months_chart(snapshot: Snapshot, drawing: Drawing) -> dict[str, Any] | None:
    """The customer's variant with its intervals, the technical one as a line above it."""
    year = fibre_year(snapshot)
    if year is None:
        return None
    colours, x = drawing.palette, month_axis(year, drawing)

    def values(measure: str) -> list[Mapping[str, object]]:
        rows = snapshot.select(measure, "month", f"{JOURNEY}/{year}")
        return [_value(row) for row in rows if row.value is not None and row.key[:4] == year]

    own, technical = data(values("right_first_time")), data(values("right_first_time_technical"))
    point = own.mark_point(filled=True, opacity=1, size=70, color=colours.nps, stroke=colours.paper)
    y = share_axis("value", drawing, zero=False)
    layers = [
        technical.mark_line(color=colours.target, strokeWidth=2, strokeDash=[6, 4]).encode(x=x, y=y),
        own.mark_rule(strokeWidth=2, color=colours.nps).encode(
            x=x, y=share_axis("low", drawing, zero=False), y2="high:Q"
        ),
        point.encode(x=x, y=y),
    ]
    return framed(layers, drawing)


def _value(row: Row) -> dict[str, object]:
    return {"month": row.key, "value": row.value, "low": row.low, "high": row.high}


def days_chart(snapshot: Snapshot, drawing: Drawing) -> dict[str, Any] | None:
    """Cumulative incidence by day: connected with its interval, and given up; what is left to 100 % is open."""
    year = fibre_year(snapshot)
    if year is None:
        return None
    _, colours = Translator(drawing.lang), drawing.palette
    rows = snapshot.select("journey", "elapsed", f"{JOURNEY}/{year}")
    curves: dict[str, list[dict[str, object]]] = {"done": [], "given_up": []}
    for row in rows:
        ending, day = row.key.split("/")
        if row.value is not None:
            curves[ending].append({"day": int(day), "value": row.value, "low": row.low, "high": row.high})
    axis = alt.Axis(
        title=_("days since the order"),
        values=list(_DAYS),
        labelExpr=written({float(day): integer(day, drawing.lang) for day in _DAYS}),
        grid=False,
    )
    x = alt.X("day:Q", axis=axis, scale=alt.Scale(domain=[0, 120], nice=False))
    y = share_axis("value", drawing, zero=True)
    done, given_up = data(curves["done"]), data(curves["given_up"])
    layers = [
        done.mark_area(color=colours.nps, opacity=0.18).encode(
            x=x, y=share_axis("low", drawing, zero=True), y2="high:Q"
        ),
        done.mark_line(color=colours.nps, strokeWidth=2.5).encode(x=x, y=y),
        given_up.mark_line(color=colours.target, strokeWidth=2, strokeDash=[6, 4]).encode(x=x, y=y),
    ]
    return framed(layers, drawing)
