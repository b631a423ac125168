"""The curve of the page « Qui répond » as Vega-Lite: everybody's score by where the silent stand."""

from typing import Any

import altair as alt

from clairevoix.i18n import Translator, points
from clairevoix.store.published import Snapshot
from clairevoix.web.chart_frame import framed, written
from clairevoix.web.drawing import Drawing
from clairevoix.web.layers import data, nps_axis
from clairevoix.web.rooms.board import known, row_of


def silence_spec(snapshot: Snapshot, drawing: Drawing) -> dict[str, Any] | None:
    """Of the first survey that has one."""
    told = next((each for each in known(snapshot, "answering") if each.get("curve")), None)
    score = None if told is None else row_of(snapshot, "answered-nps", str(told["survey_id"]))
    if told is None or score is None:
        return None
    colours, _ = drawing.palette, Translator(drawing.lang)
    curve = [{"gap": gap, "value": value} for gap, value in told["curve"]]
    gaps = [each["gap"] for each in curve]
    axis = alt.Axis(
        title=_("points by which the silent stand below those who answered"),
        values=gaps,
        labelExpr=written({gap: points(gap, drawing.lang, trim=True) for gap in gaps}),
        grid=False,
    )
    x = alt.X("gap:Q", axis=axis, scale=alt.Scale(domain=[min(gaps), max(gaps)], nice=False))
    band = data([{"gap": min(gaps), "end": max(gaps), "low": score.low, "high": score.high}])
    line = data(curve)
    return framed(
        [
            band.mark_rect(color=colours.nps, opacity=0.14).encode(
                x=x, x2=alt.X2("end:Q"), y=nps_axis("low"), y2=alt.Y2("high:Q")
            ),
            line.mark_line(color=colours.nps, strokeWidth=2.5).encode(x=x, y=nps_axis("value")),
            line.mark_point(filled=True, opacity=1, size=70, color=colours.nps, stroke=colours.paper).encode(
                x=x, y=nps_axis("value")
            ),
        ],
        drawing,
        200 if drawing.narrow else 230,
    )
