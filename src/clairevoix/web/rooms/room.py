"""What the application needs to know of a page of figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from clairevoix.store.published import Snapshot
from clairevoix.web.drawing import Drawing

#: A chart as Vega-Lite, or drawn already, as SVG; None where there is nothing to draw.
Chart = Callable[[Snapshot, Drawing], Mapping[str, object] | bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A page at ``/{lang}/{name}``, its numbers at ``/{lang}/{name}.json`` and its charts at ``/{lang}/charts/{chart}.svg``.

    ``title`` is its message in the navigation. ``page`` gives what ``template`` receives as ``page``.
    """

    name: str
    title: str
    template: str
    page: Callable[[Snapshot, str], object]
    numbers: Callable[[Snapshot, str], Mapping[str, object]]
    charts: Mapping[str, Chart] = field(default_factory=dict)
