"""What the layers of the chart have in common: their axes, their data, words over a halo."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from clairevoix.i18n import month_short
from clairevoix.web.drawing import Drawing


def months_of(year: str) -> list[str]:
    return [f"{year}-{number:02d}" for number in range(1, 13)]


def month_axis(year: str, drawing: Drawing) -> alt.X:
    names = {key: month_short(key, drawing.lang, letters=drawing.narrow) for key in months_of(year)}
    written = f"{json.dumps(names, ensure_ascii=False)}[datum.value]"
    return alt.X(
        "month:O",
        scale=alt.Scale(domain=months_of(year)),
        axis=alt.Axis(title=None, labelExpr=written, labelAngle=0, grid=False),
    )


def nps_axis(field: str) -> alt.Y:
    axis = alt.Axis(
        title=None,
        tickCount=5,
        format="d",
        labelExpr="replace(datum.label, '-', '\N{MINUS SIGN}')",
    )
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(zero=False, nice=True, padding=8))


def data(values: Sequence[Mapping[str, object]]) -> alt.Chart:
    return alt.Chart(alt.InlineData([dict(value) for value in values]))


def label_layers(chart: alt.Chart, x: Any, drawing: Drawing) -> list[alt.Chart]:
    """A word over its own halo, so that what lies under it does not blur it."""
    colours = drawing.palette
    style: dict[str, Any] = {
        "align": "left",
        "baseline": "bottom",
        "dx": 4,
        "dy": -4,
        "fontSize": 11 if drawing.narrow else 12,
    }
    halo = chart.mark_text(color=colours.paper, stroke=colours.paper, strokeWidth=4, fontWeight=600, **style)
    text = chart.mark_text(color=colours.target, fontWeight=600, **style)
    return [mark.encode(x=x, y=nps_axis("value"), text="label:N") for mark in (halo, text)]
