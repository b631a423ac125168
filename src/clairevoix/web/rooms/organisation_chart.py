"""Sites from one year to the next as Vega-Lite: joined where the series goes on, apart where it broke."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from clairevoix.i18n import Translator, points
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.about import read_about
from clairevoix.web.chart_frame import framed, written
from clairevoix.web.drawing import Drawing

_TOTAL, _UNSTATED = "total", "unstated"
REGROUPED = "regrouped"
_SPREAD = 0.36
#: As many years as can be told apart side by side.
_MOST = 4


def site_periods(snapshot: Snapshot) -> tuple[str, ...]:
    """The last periods of which there are scores by site, in their order."""
    return tuple(sorted({row.period for row in snapshot.select("nps", "site")}))[-_MOST:]


def sites_spec(snapshot: Snapshot, drawing: Drawing) -> Mapping[str, object] | None:
    """One place for each site, its periods side by side, the last in colour; None without a number."""
    _, names = Translator(drawing.lang), read_about(snapshot.about).sites
    periods = site_periods(snapshot)
    rows = [row for row in snapshot.select("nps", "site") if row.key != _TOTAL and row.period in periods]
    keys = sorted(
        {row.key for row in rows if row.value is not None}, key=lambda key: (key in (REGROUPED, _UNSTATED), key)
    )
    if not keys:
        return None
    titles = {key: names.get(key, key) for key in keys} | {_UNSTATED: _("not stated"), REGROUPED: _("before")}
    values = [_point(row, keys, periods) for row in rows if row.value is not None]
    x, y = _x([titles[key] for key in keys], drawing), _y(drawing)
    colours = drawing.palette
    data = alt.Chart(alt.InlineData(values))
    colour = alt.condition("datum.is_last", alt.value(colours.nps), alt.value(colours.faint))
    joined = data.transform_filter(f"datum.key != '{REGROUPED}'").mark_line(color=colours.pace, strokeWidth=1.5)
    layers = [
        joined.encode(x=x, y=y, detail="key:N", order="x:Q"),
        data.mark_rule(strokeWidth=2).encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q"), color=colour),
        data.mark_point(filled=True, opacity=1, size=70).encode(
            x=x, y=y, color=colour, shape=alt.condition("datum.is_apart", alt.value("diamond"), alt.value("circle"))
        ),
    ]
    return framed(layers, drawing)


def _point(row: Row, keys: Sequence[str], periods: Sequence[str]) -> dict[str, Any]:
    step = 0.0 if len(periods) == 1 else _SPREAD * (2 * periods.index(row.period) / (len(periods) - 1) - 1) / 2
    return {
        "key": row.key,
        "x": keys.index(row.key) + step,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "is_last": row.period == periods[-1],
        "is_apart": row.key == REGROUPED,
    }


def _x(titles: Sequence[str], drawing: Drawing) -> alt.X:
    axis = alt.Axis(
        title=None,
        values=[float(place) for place in range(len(titles))],
        labelExpr=written({float(place): title for place, title in enumerate(titles)}),
        labelAngle=-40 if drawing.narrow else 0,
        labelOverlap=False,
        grid=False,
    )
    return alt.X("x:Q", axis=axis, scale=alt.Scale(domain=[-0.6, len(titles) - 0.4], nice=False))


def _y(drawing: Drawing) -> alt.Y:
    ticks = [float(value) for value in range(-100, 101, 10)]
    axis = alt.Axis(
        title=None,
        values=ticks,
        labelExpr=written({value: points(value, drawing.lang, trim=True) for value in ticks}),
    )
    return alt.Y("value:Q", axis=axis, scale=alt.Scale(zero=False, nice=True))
