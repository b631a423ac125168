"""Arcep's ranking as people read it: what was published, how likely each rank is, and the reports to « J'alerte l'Arcep »."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clairevoix.i18n import Translator, integer, percent, points
from clairevoix.web.rooms.prizes_words import named


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """One edition; ``broken`` says that another institute asked than the year before."""

    year: str
    institute: str
    marks: tuple[str, ...]
    broken: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChanceLine:
    """An operator's chances: truly first today, each rank next time, first alone."""

    name: str
    is_own: bool
    truly_first: str
    ranks: tuple[str, ...]
    alone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLine:
    """Reports of one year, and per 100,000 customers of each operator where that was published."""

    year: str
    n: str
    rates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arcep:
    """Everything about Arcep's two figures."""

    operators: tuple[str, ...]
    editions: tuple[EditionLine, ...]
    next_year: str
    chances: tuple[ChanceLine, ...]
    assumed: tuple[str, ...]
    alerts: tuple[AlertLine, ...]
    chart_text: str


def arcep_text(told: Mapping[str, Any], _: Translator) -> Arcep:
    """From what the snapshot tells of prizes."""
    arcep = told["arcep"]
    operators = tuple(arcep["editions"][-1]["scores"])
    editions = tuple(_edition(each, operators, arcep["breaks"], _) for each in arcep["editions"])
    return Arcep(
        operators=operators,
        editions=editions,
        next_year=str(arcep["editions"][-1]["year"] + 1),
        chances=tuple(_chances(name, told, _) for name in operators),
        assumed=_assumed(told, _),
        alerts=tuple(_alerts(each, operators, _) for each in told["alerts"]),
        chart_text=_("Marks out of 10. {points}.", points="; ".join(_spoken(each, operators) for each in editions)),
    )


def _edition(each: Mapping[str, Any], operators: tuple[str, ...], breaks: list[int], _: Translator) -> EditionLine:
    return EditionLine(
        year=str(each["year"]),
        institute=each["institute"],
        marks=tuple(points(each["scores"][name], _.lang) if name in each["scores"] else "–" for name in operators),
        broken=_("another institute: a new series") if each["year"] in breaks else None,
        source=f"{each['source']} ({_('primary source') if each['kind'] == 'P' else _('press')})",
    )


def _spoken(each: EditionLine, operators: tuple[str, ...]) -> str:
    marks = ", ".join(f"{name} {mark}" for name, mark in zip(operators, each.marks, strict=True))
    return f"{each.year}: {marks}"


def _chances(name: str, told: Mapping[str, Any], _: Translator) -> ChanceLine:
    found = told["arcep"]["chances"]
    return ChanceLine(
        name=name,
        is_own=name == told["operator"],
        truly_first=_chance(found["truly_first"][name], _),
        ranks=tuple(_chance(each, _) for each in found["ranks"][name]),
        alone=_chance(found["alone"][name], _),
    )


def _chance(value: float, _: Translator) -> str:
    """To a percent: a simulation of 20,000 worlds knows no more."""
    if value < 0.005:
        return _("under 1%")
    return _("over 99%") if value > 0.995 else percent(value, _.lang)


def _assumed(told: Mapping[str, Any], _: Translator) -> tuple[str, ...]:
    """Each value, and whether it is an assumption or stands in a source."""
    assumed, hypotheses = told["arcep"]["assumed"], told["hypotheses"]["arcep"]
    asked = ", ".join(f"{name} {integer(n, _.lang)}" for name, n in assumed["n"].items())
    values = {"sd": points(assumed["sd"], _.lang), "drift": f"{assumed['drift']:.2f}", "n": asked}
    if _.lang == "fr":
        values["drift"] = values["drift"].replace(".", ",")
    kinds = {key: _("assumption") if key in hypotheses else _("declared") for key in values}
    return tuple(
        _("{name}: {value} ({kind})", name=named(key, _), value=value, kind=kinds[key]) for key, value in values.items()
    )


def _alerts(each: Mapping[str, Any], operators: tuple[str, ...], _: Translator) -> AlertLine:
    rates = each["per_100000"] or {}
    return AlertLine(
        year=str(each["year"]),
        n=integer(each["n"], _.lang),
        rates=tuple(integer(rates[name], _.lang) if name in rates else "–" for name in operators),
    )
