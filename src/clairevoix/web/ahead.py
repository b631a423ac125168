"""What the chart says of the months to come, the fan of the forecast, and where the series was broken."""

import altair as alt

from clairevoix.i18n import Translator
from clairevoix.web.about import About
from clairevoix.web.drawing import Drawing
from clairevoix.web.layers import data, month_axis, nps_axis

_OPACITIES = {"outer": 0.16, "inner": 0.26}


def fan_layers(about: About, year: str, drawing: Drawing) -> list[alt.Chart]:
    """One step for each month to come: pale for 95 %, darker for 80 %, a broken line at the middle."""
    fan = [] if about.outlook is None else [each for each in about.outlook.fan if each.month[:4] == year]
    if not fan:
        return []
    x, colour = month_axis(year, drawing), drawing.palette.pace
    values = [
        {"month": each.month, "middle": each.mean}
        | {"inner_low": each.inner[0], "inner_high": each.inner[1]}
        | {"outer_low": each.outer[0], "outer_high": each.outer[1]}
        for each in fan
    ]
    steps: list[alt.Chart] = [
        data(values)
        .mark_rect(color=colour, opacity=opacity)
        .encode(x=x, y=nps_axis(f"{name}_low"), y2=f"{name}_high:Q")
        for name, opacity in _OPACITIES.items()
    ]
    middle = data(values).mark_rule(color=colour, strokeWidth=1.5, strokeDash=[3, 3])
    begin, end = month_axis(year, drawing).bandPosition(0), alt.X2("month:O", bandPosition=1)
    return [*steps, middle.encode(x=begin, x2=end, y=nps_axis("middle"))]


def break_layers(about: About, year: str, drawing: Drawing, _: Translator) -> list[alt.Chart]:
    """An upright line where a month begins another series, with its reason beside it."""
    values = [{"month": month, "label": break_name(why, _)} for month, why in about.breaks if month[:4] == year]
    if not values:
        return []
    x, colours = month_axis(year, drawing).bandPosition(0), drawing.palette
    size = 11 if drawing.narrow else 12
    line = data(values).mark_rule(color=colours.ink, strokeWidth=1.5, strokeDash=[1, 3])
    words = data(values)
    halo = words.mark_text(align="left", dx=5, fontSize=size, color=colours.paper, stroke=colours.paper, strokeWidth=4)
    text = words.mark_text(align="left", dx=5, fontSize=size, color=colours.ink)
    top = alt.value(8)
    return [
        line.encode(x=x),
        *(mark.encode(x=x, y=top, text="label:N") for mark in (halo, text)),
    ]


def break_name(reason: str, _: Translator) -> str:
    """Why the series was broken, in two words. An unknown reason is « other »."""
    names = {
        "survey": _("survey changed"),
        "reorganisation": _("reorganisation"),
        "price": _("prices changed"),
    }
    return names.get(reason, _("other break"))
