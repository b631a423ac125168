"""The funnel plot: each area's share against its number of cases, within the limits of what chance explains."""

from typing import Any

import altair as alt

from clairevoix.i18n import Translator, collation_key, integer, points
from clairevoix.store.published import Snapshot
from clairevoix.web.chart_frame import framed, written
from clairevoix.web.drawing import Drawing
from clairevoix.web.layers import data
from clairevoix.web.rooms.area_map import departments
from clairevoix.web.rooms.fibre_charts import share_axis
from clairevoix.web.rooms.fibre_year import JOURNEY, fibre_year

_SIDES = ((0, "low"), (1, "high"))


def funnel_chart(snapshot: Snapshot, drawing: Drawing) -> dict[str, Any] | None:
    """Dots between four lines; those outside the outer ones carry their number."""
    year, funnel = fibre_year(snapshot), snapshot.about.get("funnel")
    if year is None or not isinstance(funnel, dict):
        return None
    _, colours = Translator(drawing.lang), drawing.palette
    rows = snapshot.select("right_first_time", "area", f"{JOURNEY}/{year}")
    dots = [
        {"n": row.n, "value": row.value, "label": row.key if funnel["places"].get(row.key) != "within" else ""}
        for row in rows
        if row.key in funnel["places"] and row.value is not None
    ]
    lines = [
        {"n": each["n"], **{f"{name}_{side}": each[name][end] for name in ("near", "far") for end, side in _SIDES}}
        for each in funnel["limits"]
    ]
    most = funnel["limits"][-1]["n"]
    step = next(each for each in (10, 20, 50, 100, 200, 500, 1000, 5000, 20000, 100000, 10**9) if most / each <= 8)
    ticks = list(range(0, most + 1, step))
    axis = alt.Axis(
        title=_("judged cases"),
        values=ticks,
        labelExpr=written({float(each): integer(each, drawing.lang) for each in ticks}),
        grid=False,
    )
    x = alt.X("n:Q", axis=axis, scale=alt.Scale(domain=[0, most], nice=False))
    edges = data(lines)
    marks = {"near": [4, 4], "far": [1, 0]}
    layers = [
        edges.mark_line(color=colours.pace, strokeWidth=1.2, strokeDash=dash).encode(
            x=x, y=share_axis(f"{name}_{side}", drawing, zero=False)
        )
        for name, dash in marks.items()
        for _end, side in _SIDES
    ]
    y = share_axis("value", drawing, zero=False)
    common = data([{"value": funnel["common"]}]).mark_rule(color=colours.nps, strokeWidth=1.5).encode(y=y)
    dot = data(dots).mark_point(filled=True, opacity=0.9, size=55, color=colours.nps, stroke=colours.paper)
    label = data(dots).mark_text(align="left", dx=7, fontSize=11, fontWeight=600, color=colours.target)
    return framed([*layers, common, dot.encode(x=x, y=y), label.encode(x=x, y=y, text="label:N")], drawing)


def outside(snapshot: Snapshot, _: Translator) -> tuple[tuple[str, ...], str]:
    """The areas that chance does not explain, in words, in the order of their names; and how wide the limits are."""
    funnel = snapshot.about.get("funnel")
    if not isinstance(funnel, dict):
        return (), ""
    says = {
        "far_below": _("lower than chance explains (99.8 %)"),
        "far_above": _("higher than chance explains (99.8 %)"),
        "below": _("lower than 95 % of areas by chance: worth a look, no more"),
        "above": _("higher than 95 % of areas by chance: worth a look, no more"),
    }
    areas = departments()["areas"]
    names = {code: f"{areas[code]['name']} ({code})" if code in areas else code for code in funnel["places"]}
    listed = sorted(
        (code for code, place in funnel["places"].items() if place != "within"),
        key=lambda code: collation_key(names[code]),
    )
    n_areas = len(funnel["places"])
    note = _(
        "{n} areas have enough cases to be shown. By chance alone, about {few} of them would lie outside the 95 % limits.",
        n=integer(n_areas, _.lang),
        few=points(0.05 * n_areas, _.lang, trim=True),
    )
    if funnel["overdispersion"] > 1:
        wide = _(
            "Areas spread more than chance explains; the limits are widened for it ({times} times).",
            times=points(funnel["overdispersion"] ** 0.5, _.lang),
        )
        note = f"{note} {wide}"
    return tuple(_("{area}: {says}", area=names[code], says=says[funnel["places"][code]]) for code in listed), note
