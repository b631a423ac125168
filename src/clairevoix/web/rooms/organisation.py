"""The page « Organisation »: by which sites and teams figures are told, what is planned, and which series go on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clairevoix.charter.reorganising import Reached
from clairevoix.charter.versions import Opinion
from clairevoix.i18n import LANGUAGES, Translator, day_name, integer, month_range, percent
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.about import About, read_about
from clairevoix.web.lines import Line, line, points_scale
from clairevoix.web.organisation_words import OPINIONS, STANDINGS
from clairevoix.web.pages import Foot, foot
from clairevoix.web.rooms.organisation_chart import REGROUPED, site_periods, sites_spec
from clairevoix.web.rooms.room import Room

_TOTAL, _UNSTATED = "total", "unstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team as it is named, its site, and why no figure about it is shown, if none is."""

    name: str
    site: str
    absence: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A site or a team, what it goes on from, and whether its series does."""

    kind: str
    name: str
    sources: str
    verdict: str
    is_broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionText:
    """One version of the organisation."""

    title: str
    stands: str
    is_in_use: bool
    days: str
    sites: str
    teams: tuple[Team, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """The page; ``absence`` says why there is nothing to say."""

    lang: str
    languages: tuple[str, ...]
    synthetic: bool
    absence: str | None
    now: str
    waiting: tuple[str, ...]
    meaning: str
    versions: tuple[VersionText, ...]
    chart_text: str
    reading: str
    periods: tuple[tuple[str, tuple[Line, ...]], ...]
    foot: Foot


def organisation(snapshot: Snapshot, lang: str) -> Organisation:
    """Everything on the page, in one language."""
    _, about = Translator(lang), read_about(snapshot.about)
    told: Mapping[str, Any] = snapshot.about.get("organisation") or {}  # type: ignore[assignment]
    versions: Sequence[Mapping[str, Any]] = told.get("versions", ())
    periods = _periods(snapshot, about, _)
    return Organisation(
        lang=lang,
        languages=LANGUAGES,
        synthetic=about.synthetic,
        absence=None if any(each["sites"] for each in versions) else _("No site is declared in organisation.toml."),
        now=_now(told, _),
        waiting=tuple(_waiting(versions, _)),
        meaning=_meaning(told, _),
        versions=tuple(_version(each, versions, told, _) for each in reversed(versions)),
        chart_text=_chart_text(periods, _),
        reading=_reading(snapshot, _),
        periods=periods,
        foot=foot(about, _),
    )


def organisation_json(snapshot: Snapshot, lang: str) -> dict[str, object]:
    """What the page shows, without a number about anybody but the released scores by site."""
    rows = [row for row in snapshot.select("nps", "site") if row.key != _TOTAL]
    figures = [
        {name: getattr(row, name) for name in ("period", "key", "value", "low", "high", "level", "n", "rule_id")}
        for row in rows
    ]
    keys = ("published_at", "version", "synthetic", "organisation")
    return {"language": lang, **{key: snapshot.about.get(key) for key in keys}, "nps_by_site": figures}


def _title(version: Mapping[str, Any], _: Translator) -> str:
    if version["from"] is None:
        return _("From the start")
    return _("“{name}”, from {day}", name=version["id"], day=day_name(version["from"], _.lang))


def _now(told: Mapping[str, Any], _: Translator) -> str:
    used = next((each for each in told.get("versions", ()) if each["id"] == told.get("told_by")), None)
    if used is None or used["from"] is None:
        return _("Figures are told by the organisation from the start.")
    return _(
        "Figures are told by the organisation “{name}” since {day}; the works council countersigned it.",
        name=used["id"],
        day=day_name(used["from"], _.lang),
    )


def _waiting(versions: Sequence[Mapping[str, Any]], _: Translator) -> Sequence[str]:
    return [
        _(
            "“{name}”, planned from {day}: {standing}. Until it is countersigned, no figure by its sites or teams exists, "
            "and figures go by the organisation before.",
            name=each["id"],
            day=day_name(each["from"], _.lang),
            standing=_(STANDINGS[Reached(each["standing"])]),
        )
        for each in versions
        if each["standing"] not in (Reached.START, Reached.COUNTERSIGNED)
    ]


def _meaning(told: Mapping[str, Any], _: Translator) -> str:
    return _(
        "Two units are the same in figures if at least {share} of all who work in either work in both; otherwise the series "
        "breaks, and what came before is told apart, together.",
        share=percent(float(told.get("comparable", 0.9)), _.lang),
    )


def _version(
    version: Mapping[str, Any], versions: Sequence[Mapping[str, Any]], told: Mapping[str, Any], _: Translator
) -> VersionText:
    names = {each["id"]: each["name"] for each in version["sites"]}
    place = list(versions).index(version)
    before = versions[place - 1] if place else version
    return VersionText(
        title=_title(version, _),
        stands=_sentence(_(STANDINGS[Reached(version["standing"])])),
        is_in_use=version["id"] == told.get("told_by"),
        days=_sentence(" · ".join(_days(version["consultation"] or {}, _))),
        sites=", ".join(names.values()),
        teams=tuple(
            Team(name=each["name"], site=names.get(each["site"], each["site"]), absence=_absence(each, told, _))
            for each in version["teams"]
        ),
        series=tuple(_series(each, version, before, _) for each in version["series"]),
    )


def _sentence(text: str) -> str:
    """With a capital and a full stop; nothing where there is nothing."""
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _absence(team: Mapping[str, Any], told: Mapping[str, Any], _: Translator) -> str | None:
    if not team["is_small"]:
        return None
    return _("fewer than {n} people: no figure about it (rule R17)", n=integer(told["minimum"], _.lang))


def _days(consultation: Mapping[str, Any], _: Translator) -> Sequence[str]:
    """The consultation, day by day."""
    said = {
        "informed_on": _("informed on {day}"),
        "consulted_on": _("spoke on {day}"),
        "countersigned_on": _("countersigned on {day}"),
    }
    found = [
        text.format(day=day_name(consultation[key], _.lang)) for key, text in said.items() if consultation.get(key)
    ]
    if consultation.get("opinion"):
        found.append(_("opinion: {opinion}", opinion=_(OPINIONS[Opinion(consultation["opinion"])])))
    return found


def _series(each: Mapping[str, Any], version: Mapping[str, Any], before: Mapping[str, Any], _: Translator) -> Series:
    of_tier = "sites" if each["tier"] == "site" else "teams"
    new, old = ({unit["id"]: unit["name"] for unit in of[of_tier]} for of in (version, before))
    return Series(
        kind=_("Site") if each["tier"] == "site" else _("Team"),
        name=new.get(each["unit"], each["unit"]),
        sources=", ".join(old.get(unit, unit) for unit in each["from"]) or "–",
        verdict=_("goes on") if each["comparable"] else _("breaks: it begins anew"),
        is_broken=not each["comparable"],
    )


def period_name(period: str, _: Translator) -> str:
    """A year, or its first months."""
    return period if len(period) == 4 else month_range(f"{period[:4]}-01", period, _.lang)


def _periods(snapshot: Snapshot, about: About, _: Translator) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    rows = snapshot.select("nps", "site")
    scale, minimum = (
        points_scale(rows, _.lang),
        "" if about.charter is None else integer(about.charter.minimum_cell, _.lang),
    )
    return tuple(
        (
            period_name(period, _),
            tuple(
                line(row, unit_name(row, about, _), _, scale=scale, reference=None, minimum=minimum)
                for row in rows
                if row.period == period and row.key != _TOTAL
            ),
        )
        for period in site_periods(snapshot)
    )


def unit_name(row: Row, about: About, _: Translator) -> str:
    """A site as it is named in the organisation in use."""
    special = {_UNSTATED: _("Site not stated"), REGROUPED: _("Before the reorganisation, no longer comparable")}
    return special.get(row.key) or about.sites.get(row.key, row.key)


def _chart_text(periods: Sequence[tuple[str, Sequence[Line]]], _: Translator) -> str:
    said = [f"{name}: " + ", ".join(f"{each.title} {each.value or '–'}" for each in lines) for name, lines in periods]
    return _("NPS by site. {points}.", points="; ".join(said))


def _reading(snapshot: Snapshot, _: Translator) -> str:
    level = next((row.level for row in snapshot.select("nps", "site") if row.level is not None), 0.95)
    return _(
        "Answers are counted under the site of today that goes on from the one they named. The lines are {level} confidence "
        "intervals: where two overlap widely, a difference may be chance.",
        level=percent(level, _.lang, 0 if round(100 * level, 6).is_integer() else 1),
    )


ROOM = Room(
    name="organisation",
    title="Organisation",
    template="organisation.html",
    page=organisation,
    numbers=organisation_json,
    charts={"organisation": sites_spec},
)
