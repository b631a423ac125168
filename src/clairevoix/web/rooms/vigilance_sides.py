"""What the page « Vigilance » says of both sides together: the alarm, the scatters, and what goes with what later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clairevoix.i18n import Translator, collation_key, integer, month_name, points
from clairevoix.web.rooms.vigilance_said import Told, decimal, place_title
from clairevoix.web.rooms.vigilance_tables import TOTAL, Grid, Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Whether it rings, where, and what it looked at."""

    rings: bool
    verdict: str
    details: tuple[str, ...]
    limits: str


def alarm(told: Told, sites: Mapping[str, str], _: Translator) -> Alarm | None:
    """The state of the alarm in words; None where there is none."""
    found = told.get("alarm")
    if not found or not found["pairs"]:
        return None
    ringing = [place_title(pair["place"], sites, _) for pair in found["pairs"] if pair["rings"]]
    if ringing:
        verdict = _(
            "The alarm rings: customers are more satisfied while employees are less so ({places}).",
            places=", ".join(ringing),
        )
    else:
        verdict = _("The alarm is quiet: it is not shown that customers gain while employees lose.")
    return Alarm(
        rings=bool(ringing),
        verdict=verdict,
        details=tuple(_slopes(pair, sites, _) for pair in _ordered(found["pairs"], sites, _)),
        limits=_(
            "It rings where the NPS rises and the pulse falls over the last {window} months, each by more than {limit} times "
            "its own uncertainty. That is strict: where nothing happens it rings falsely in one year out of twenty at most, "
            "and a slow fall may take more than a year to be seen. Quiet does not mean that all is well.",
            window=found["window"],
            limit=points(found["limit"], _.lang),
        ),
    )


def two_sides(found: Sequence[Point], _: Translator) -> str | None:
    """The scatter in words."""
    if len(found) < 2:
        return None
    first, last = found[0], found[-1]
    return _(
        "Pulse and NPS month by month: {first}, pulse {first_pulse}, NPS {first_nps}; "
        "{last}, pulse {last_pulse}, NPS {last_nps}.",
        first=month_name(first.key, _.lang),
        first_pulse=points(first.x, _.lang),
        first_nps=points(first.y, _.lang),
        last=month_name(last.key, _.lang),
        last_pulse=points(last.x, _.lang),
        last_nps=points(last.y, _.lang),
    )


def sites(found: Sequence[Point], names: Mapping[str, str], _: Translator) -> str | None:
    if not found:
        return None
    said = [
        _(
            "{site}: {acts} evaluations for each person evaluated and month, pulse {pulse}",
            site=names.get(each.key, each.key),
            acts=points(each.x, _.lang),
            pulse=points(each.y, _.lang),
        )
        for each in found
    ]
    return "; ".join(said) + "."


def associations(told: Told, _: Translator) -> Grid | None:
    """The correlations at each lag, and what they do not show."""
    rows = told.get("associations") or []
    if not rows:
        return None
    return Grid(
        heading=(_("Months later"), _("Correlation"), _("95 % confidence interval"), _("Pairs of site and month")),
        rows=tuple(
            (
                integer(row["lag"], _.lang),
                decimal(row["value"], _),
                _("{low} to {high}", low=decimal(row["low"], _), high=decimal(row["high"], _)),
                integer(row["n_pairs"], _.lang),
            )
            for row in rows
        ),
        note=_(
            "Evaluations for each person evaluated, against the pulse of the same site so many months later, about the "
            "site’s and the month’s own means. It shows what goes together, not what causes what: something else that "
            "changed at one site would look the same, few sites are compared, and of four lags one may stand out by chance."
        ),
    )


def _slopes(pair: Told, sites: Mapping[str, str], _: Translator) -> str:
    return _(
        "{place}: NPS {customers} points a month ({away} times its uncertainty), pulse {staff} ({staff_away} times).",
        place=place_title(pair["place"], sites, _),
        customers=_signed(pair["customers"]["value"], _),
        away=_signed(pair["customers"]["errors_away"], _),
        staff=_signed(pair["staff"]["value"], _),
        staff_away=_signed(pair["staff"]["errors_away"], _),
    )


def _ordered(pairs: Sequence[Told], sites: Mapping[str, str], _: Translator) -> list[Told]:
    return sorted(pairs, key=lambda pair: (pair["place"] != TOTAL, collation_key(place_title(pair["place"], sites, _))))


def _signed(value: float, _: Translator) -> str:
    text = points(value, _.lang)
    return f"+{text}" if round(value, 1) > 0 else text
