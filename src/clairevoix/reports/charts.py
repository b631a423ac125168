"""Charts of the pages, drawn for paper."""

import json
from collections.abc import Mapping

from clairevoix.reports.blocks import Block, Picture, Sources
from clairevoix.web.charts import svg
from clairevoix.web.drawing import Drawing
from clairevoix.web.rooms.room import Chart


def picture(chart: Chart, sources: Sources, words: str | None, caption: str | None = None) -> list[Block]:
    """The chart with its words; nothing where there is nothing to draw or to say."""
    drawn = chart(sources.snapshot, Drawing(lang=sources.lang, theme="light", size="wide", fluid=False))
    if drawn is None or not words:
        return []
    image = drawn if isinstance(drawn, bytes) else svg(_on_white(drawn))
    return [Picture(svg=image, words=words, caption=caption)]


def _on_white(spec: Mapping[str, object]) -> Mapping[str, object]:
    """Paper is white already, and what lies on it need not be painted."""
    return {**json.loads(json.dumps(spec)), "background": None}
