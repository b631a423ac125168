"""The curve of the page « Écouter moins » as Vega-Lite: the margin of a share against the part of contacts heard."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from clairevoix.i18n import Translator, percent, points
from clairevoix.store.published import Snapshot
from clairevoix.web.about import read_about
from clairevoix.web.chart_frame import framed, written
from clairevoix.web.drawing import Drawing

_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def listening_spec(snapshot: Snapshot, drawing: Drawing) -> dict[str, Any] | None:
    """The example's two curves, coded as today and twice as much, with what is heard today and what the charter allows."""
    told: Mapping[str, Any] | None = snapshot.about.get("listening")  # type: ignore[assignment]
    if told is None:
        return None
    _, charter = Translator(drawing.lang), read_about(snapshot.about).charter
    layers = [
        *_bound_layers(None if charter is None else charter.sampling_rate, drawing, _),
        *_curve_layers(told["example"]["points"], drawing, _),
        *_today_layers(told, drawing, _),
    ]
    return framed(layers, drawing)


def _x(drawing: Drawing, _: Translator) -> alt.X:
    axis = alt.Axis(
        title=_("part of contacts that is heard"),
        values=list(_TICKS),
        labelExpr=written({value: percent(value, drawing.lang) for value in _TICKS}),
        grid=False,
    )
    return alt.X("part:Q", axis=axis, scale=alt.Scale(domain=[0, 1], nice=False))


def _y(field: str, drawing: Drawing, _: Translator) -> alt.Y:
    ticks = [float(value) for value in range(101)]
    axis = alt.Axis(
        title=None,
        tickCount=5,
        labelExpr=f"'± ' + ({written({value: points(value, drawing.lang, trim=True) for value in ticks})} || '')",
        tickMinStep=1,
    )
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(zero=True, nice=True))


def _data(values: Sequence[Mapping[str, object]]) -> alt.Chart:
    return alt.Chart(alt.InlineData([dict(value) for value in values]))


def _curve_layers(steps: Sequence[Mapping[str, Any]], drawing: Drawing, _: Translator) -> list[alt.Chart]:
    colours = drawing.palette
    values = [
        {
            "part": each["part"],
            "margin": 100 * each["margin"],
            "twice": None if each["margin_coded_twice"] is None else 100 * each["margin_coded_twice"],
        }
        for each in steps
    ]
    data, x = _data(values), _x(drawing, _)
    return [
        data.mark_line(color=colours.nps, strokeWidth=2.5).encode(x=x, y=_y("margin", drawing, _)),
        data.mark_line(color=colours.target, strokeWidth=2, strokeDash=[6, 4]).encode(x=x, y=_y("twice", drawing, _)),
    ]


def _today_layers(told: Mapping[str, Any], drawing: Drawing, _: Translator) -> list[alt.Chart]:
    colours = drawing.palette
    value = {
        "part": told["heard"] / told["population"],
        "margin": 100 * told["example"]["today"],
        "label": _("today ±{margin}", margin=points(100 * told["example"]["today"], drawing.lang)),
    }
    data, x = _data([value]), _x(drawing, _)
    dot = data.mark_point(filled=True, opacity=1, size=90, color=colours.nps, stroke=colours.paper)
    style: dict[str, Any] = {"align": "left", "baseline": "bottom", "dx": 8, "dy": -6, "fontWeight": 600}
    size = 11 if drawing.narrow else 12
    halo = data.mark_text(color=colours.paper, stroke=colours.paper, strokeWidth=4, fontSize=size, **style)
    text = data.mark_text(color=colours.nps, fontSize=size, **style)
    return [
        dot.encode(x=x, y=_y("margin", drawing, _)),
        *(mark.encode(x=x, y=_y("margin", drawing, _), text="label:N") for mark in (halo, text)),
    ]


def _bound_layers(rate: float | None, drawing: Drawing, _: Translator) -> list[alt.Chart]:
    """What lies beyond the charter's rate, shaded: it is drawn for comparison, and may not be heard."""
    if rate is None:
        return []
    band = _data([{"part": rate, "end": 1.0}]).mark_rect(color=drawing.palette.pace, opacity=0.12)
    return [band.encode(x=_x(drawing, _), x2=alt.X2("end:Q"))]
