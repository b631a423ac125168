"""What every chart has in common: its size, its fonts and colours, and texts written in the reader's language."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from clairevoix.web.drawing import Drawing

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_WIDE, _NARROW = 860, 360


def framed(layers: Sequence[alt.Chart], drawing: Drawing, height: int | None = None) -> dict[str, Any]:
    """Layers over each other as one chart, in Vega-Lite; ``height`` in pixels."""
    chart = alt.layer(
        *layers,
        width="container" if drawing.fluid else (_NARROW if drawing.narrow else _WIDE),
        height=drawing.height if height is None else height,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        padding={"left": 4, "right": 8, "top": 8, "bottom": 4},
        config=_config(drawing),
    )
    return chart.to_dict()


def written(values: Mapping[float, str]) -> str:
    """What stands beside each tick, as an expression of Vega: the browser formats nothing."""
    texts = json.dumps({f"{value:.2f}": text for value, text in values.items()}, ensure_ascii=False)
    return f"{texts}[format(datum.value, '.2f')]"


def _config(drawing: Drawing) -> alt.Config:
    colours = drawing.palette
    size = 11 if drawing.narrow else 12
    axis = alt.AxisConfig(
        labelColor=colours.faint,
        labelFontSize=size,
        titleColor=colours.faint,
        titleFontSize=size,
        titleFontWeight="normal",
        gridColor=colours.grid,
        domain=False,
        ticks=False,
        labelPadding=6,
    )
    return alt.Config(background=colours.paper, font=_FONT, view=alt.ViewConfig(stroke=None), axis=axis)
