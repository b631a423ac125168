"""Charts of the pages, drawn for paper."""

from collections.abc import Mapping

from clairevoix.reports.blocks import Block, Picture, Sources
from clairevoix.web.charts import svg
from clairevoix.web.drawing import Drawing
from clairevoix.web.rooms.room import Chart

_WIDTH = 620


def picture(chart: Chart, sources: Sources, words: str | None, caption: str | None = None) -> list[Block]:
    """The chart with its words; nothing where there is nothing to draw or to say."""
    drawn = chart(sources.snapshot, Drawing(lang=sources.lang, theme="light", size="wide", fluid=False))
    if drawn is None or not words:
        return []
    image = drawn if isinstance(drawn, bytes) else svg(_on_paper(drawn))
    return [Picture(svg=image, words=words, caption=caption)]


def _on_paper(spec: Mapping[str, object]) -> Mapping[str, object]:
    """Narrower than on a screen, so that its letters are large enough once it is as wide as the text of a page."""
    return {**spec, "width": _WIDTH}
