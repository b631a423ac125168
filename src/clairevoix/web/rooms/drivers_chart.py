"""The importance–performance map of the page « Moteurs » as Vega-Lite: questions between two lines of means."""

import textwrap
from typing import Any

import altair as alt

from clairevoix.i18n import Translator, percent
from clairevoix.store.published import Snapshot
from clairevoix.web.chart_frame import framed, written
from clairevoix.web.drawing import Drawing
from clairevoix.web.layers import data
from clairevoix.web.rooms.board import known

#: Letters of a question that stand beside its dot, and pixels kept free for them on either side.
_SHORT = {False: 44, True: 20}
_ROOM = {False: 60, True: 30}


def drivers_spec(snapshot: Snapshot, drawing: Drawing) -> dict[str, Any] | None:
    """Of the first survey that has one."""
    told = next((each for each in known(snapshot, "drivers") if each["is_told"] and each["quarters"]), None)
    if told is None:
        return None
    _, survey_id = Translator(drawing.lang), str(told["survey_id"])
    parts = {row.key: row for row in snapshot.select("driver", "question", survey_id) if row.value is not None}
    ways = {row.key: row for row in snapshot.select("driver-performance", "question", survey_id)}
    values = [
        {
            "name": textwrap.shorten(told["wordings"].get(key, key), _SHORT[drawing.narrow], placeholder="…"),
            "part": row.value,
            "low": row.low,
            "high": row.high,
            "way": ways[key].value,
        }
        for key, row in parts.items()
        if key in ways and ways[key].value is not None
    ]
    if not values:
        return None
    return framed(_layers(values, drawing, _), drawing, 260 if drawing.narrow else 320)


def _layers(values: list[dict[str, Any]], drawing: Drawing, _: Translator) -> list[alt.Chart]:
    colours = drawing.palette
    ticks = [round(number / 10, 1) for number in range(11)]
    written_ticks = written({tick: percent(tick, drawing.lang) for tick in ticks})
    mean_way = sum(each["way"] for each in values) / len(values)
    x = alt.X(
        "way:Q",
        axis=alt.Axis(title=_("how well it is answered"), values=ticks, labelExpr=written_ticks, grid=False),
        scale=alt.Scale(zero=False, nice=False, padding=_ROOM[drawing.narrow]),
    )
    y = alt.Y(
        "part:Q",
        axis=alt.Axis(
            title=_("part of what goes with the marks"), values=ticks, labelExpr=written_ticks, titlePadding=12
        ),
        scale=alt.Scale(zero=True, nice=True),
    )
    middle = data([{"way": mean_way, "part": 1 / len(values)}])
    points = data(values)
    return [
        middle.mark_rule(color=colours.pace, strokeDash=[6, 4]).encode(x=x),
        middle.mark_rule(color=colours.pace, strokeDash=[6, 4]).encode(y=y),
        points.mark_rule(color=colours.nps, strokeWidth=2).encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q")),
        points.mark_point(filled=True, opacity=1, size=90, color=colours.nps, stroke=colours.paper).encode(x=x, y=y),
        *_names([each for each in values if each["way"] <= mean_way], (x, y), drawing, is_left=False),
        *_names([each for each in values if each["way"] > mean_way], (x, y), drawing, is_left=True),
    ]


def _names(
    values: list[dict[str, Any]], axes: tuple[alt.X, alt.Y], drawing: Drawing, *, is_left: bool
) -> list[alt.Chart]:
    """The questions beside their dots, on the side where there is room, each over its own halo."""
    colours, (x, y) = drawing.palette, axes
    style: dict[str, Any] = {
        "dx": -9 if is_left else 9,
        "align": "right" if is_left else "left",
        "baseline": "middle",
        "fontSize": 11 if drawing.narrow else 12,
        "fontWeight": 600,
    }
    points = data(values)
    marks = (
        points.mark_text(color=colours.paper, stroke=colours.paper, strokeWidth=4, **style),
        points.mark_text(color=colours.ink, **style),
    )
    return [mark.encode(x=x, y=y, text="name:N") for mark in marks] if values else []
