"""Departments of France, coloured by where their share lies in the funnel: a map drawn here, without tiles or network.

Outlines: see ``source`` in departments.json. Colours say "more or less than chance explains", never a rank; an area that
chance explains has the colour of all others that it does.
"""

import json
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from clairevoix.i18n import Translator, percent
from clairevoix.store.published import Snapshot
from clairevoix.web.drawing import Drawing
from clairevoix.web.rooms.fibre_year import JOURNEY, fibre_year

_FILLS = {
    "light": {
        "far_below": "#a33d0b",
        "below": "#e2a178",
        "within": "#b9c6d6",
        "above": "#6f9fd4",
        "far_above": "#1d5fa8",
    },
    "dark": {
        "far_below": "#f2a36b",
        "below": "#9b5f35",
        "within": "#46566a",
        "above": "#3f77b4",
        "far_above": "#7db4f0",
    },
}


@cache
def departments() -> dict[str, Any]:
    """The outlines and names of the departments, by number."""
    found: dict[str, Any] = json.loads(files(__package__).joinpath("departments.json").read_text("utf-8"))
    return found


def area_map(snapshot: Snapshot, drawing: Drawing) -> bytes | None:
    """The map as SVG; areas without a released figure are hollow."""
    year, funnel = fibre_year(snapshot), snapshot.about.get("funnel")
    if year is None or not isinstance(funnel, dict):
        return None
    _, document, colours = Translator(drawing.lang), departments(), drawing.palette
    rows = {row.key: row for row in snapshot.select("right_first_time", "area", f"{JOURNEY}/{year}")}
    drawn = []
    for code, area in document["areas"].items():
        row, place = rows.get(code), funnel["places"].get(code)
        is_shown = row is not None and row.value is not None and place is not None
        fill = _FILLS[drawing.theme][place] if is_shown else "none"
        said = percent(row.value, drawing.lang, 1) if is_shown and row and row.value is not None else _("no figure")
        drawn.append(
            f'<path d="{area["path"]}" fill="{fill}"><title>{escape(area["name"])} ({code}): {escape(said)}</title></path>'
        )
    width, height = document["width"], document["height"]
    overseas = "".join(
        f'<text x="35" y="{352 + 44 * row - 3}" font-size="9" text-anchor="middle" fill="{colours.faint}">{code}</text>'
        for row, code in enumerate(code for code in document["areas"] if code.startswith("97"))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="system-ui, sans-serif"><rect width="{width}" height="{height}" fill="{colours.paper}"/>'
        f'<g stroke="{colours.faint}" stroke-width=".7" stroke-linejoin="round">{"".join(drawn)}</g>{overseas}</svg>'
    ).encode()
