"""What the page says of the way to the target, as plain values: all of it made of released figures alone."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from clairevoix.config import TargetSettings
from clairevoix.measure.nps.months import TOTAL, is_broken, month_scores, released_in
from clairevoix.measure.nps.outlook import NpsTarget, Quantity
from clairevoix.measure.nps.prospect import outlook_of, prospect
from clairevoix.measure.nps.readings import Aim, readings
from clairevoix.measure.nps.year_before import change_by_site
from clairevoix.measure.organisation.crosswalk import REGROUPED
from clairevoix.model.measure import Estimate, Figure, Suppressed

Released = Sequence[Figure | Suppressed]


def road(released: Released, last: str | None, target: TargetSettings) -> dict[str, object]:
    """``readings``, ``outlook`` and ``change``, with ``last`` the last month published."""
    if last is None:
        return {"readings": [], "outlook": None, "change": None}
    change = _change(released, last, target)
    if target.points is None:
        read = readings(released, last, target.window)
        return {"readings": [asdict(each) for each in read], "outlook": None, "change": change}
    aim = NpsTarget(points=target.points, quantity=Quantity(target.quantity), due=target.due, window=target.window)
    known, whole, breaks = (
        month_scores(released),
        _whole(released, last, aim),
        [each["month"] for each in target.breaks],
    )
    read = readings(released, last, target.window, Aim(points=aim.points, due=aim.due))
    found = [outlook_of(known, last, replace(aim, quantity=Quantity(each.quantity)), whole, breaks) for each in read]
    return {
        "readings": [{**asdict(each), "probability": of.probability} for each, of in zip(read, found, strict=True)],
        "outlook": asdict(prospect(known, last, aim, whole, breaks)),
        "change": change,
    }


def new_surveys(target: TargetSettings) -> list[str]:
    """The months from which the survey was another one: no sum and no comparison goes across them."""
    return [each["month"] for each in target.breaks if each["reason"] == "survey"]


def _whole(released: Released, last: str, aim: NpsTarget) -> Estimate | None:
    """The year to date, if it is the year of the target."""
    if aim.due[:4] != last[:4] or aim.due < last:
        return None
    return next((each for each in released_in(released, "month", last[:4]) if each.key == TOTAL), None)


def _change(released: Released, last: str, target: TargetSettings) -> dict[str, object] | None:
    before = f"{int(last[:4]) - 1}-{last[5:]}"
    if is_broken([f"{before[:4]}-01", last], new_surveys(target)):
        return None
    periods = (before, last[:4])
    if any(_is_regrouped(each) and each.period in periods for each in released):  # not the same sites in both
        return None
    found = change_by_site(*(released_in(released, "site", period) for period in periods))
    return None if found is None else {"period": before, **asdict(found)}


def _is_regrouped(each: Figure | Suppressed) -> bool:
    key = each.estimate.key if isinstance(each, Figure) else each.key
    return (each.measure, each.dimension, key) == ("nps", "site", REGROUPED)
