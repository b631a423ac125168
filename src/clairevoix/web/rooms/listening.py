"""The page « Écouter moins »: how sure a share is against how many contacts are heard, and its twin in numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clairevoix.i18n import LANGUAGES, Translator, collation_key, integer, percent, points
from clairevoix.store.published import Snapshot
from clairevoix.web.about import read_about
from clairevoix.web.pages import Foot, foot
from clairevoix.web.rooms.listening_chart import listening_spec
from clairevoix.web.rooms.room import Room

_WIDTH, _HEIGHT, _EDGE = 120.0, 36.0, 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """Half-widths as people read them, in points: today, and if less or more were heard or coded."""

    title: str
    share: str
    heard: str
    coded: str
    today: str
    heard_half: str
    heard_twice: str
    everything: str
    coded_twice: str
    path: str
    dot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One point of the curve."""

    part: str
    heard: str
    margin: str
    margin_coded_twice: str
    is_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenLess:
    """The page « Écouter moins »; ``absence`` says why there is no curve."""

    lang: str
    languages: tuple[str, ...]
    synthetic: bool
    absence: str | None
    now: str | None
    gains: tuple[str, ...]
    uncoded: str | None
    assumed: str | None
    chart_text: str
    bound: str | None
    steps: tuple[Step, ...]
    labels: tuple[Margins, ...]
    foot: Foot


def listen_less(snapshot: Snapshot, lang: str) -> ListenLess:
    """Everything on the page, in one language."""
    _, about = Translator(lang), read_about(snapshot.about)
    told: Mapping[str, Any] | None = snapshot.about.get("listening")  # type: ignore[assignment]
    titles = {label.name: label.title.get(lang, label.name) for label in snapshot.labels}
    example = {} if told is None else told["example"]
    rate = None if about.charter is None else about.charter.sampling_rate
    return ListenLess(
        lang=lang,
        languages=LANGUAGES,
        synthetic=about.synthetic,
        absence=_("Too few contacts were heard for this page to say anything.") if told is None else None,
        now=None if told is None else _now(told, _),
        gains=() if told is None else _gains(told, _),
        uncoded=None if told is None else _uncoded(told, titles, _),
        assumed=None if told is None else _assumed(example, _),
        chart_text="" if told is None else _chart_text(told, _),
        bound=None
        if rate is None
        else _("The charter lets {rate} of contacts be heard at most.", rate=_percent(rate, _)),
        steps=() if told is None else _steps(told, _),
        labels=() if told is None else _labels(told, titles, _),
        foot=foot(about, _),
    )


def listening_json(snapshot: Snapshot, lang: str) -> dict[str, object]:
    """What the page shows, in numbers: shares, parts and margins from 0 to 1."""
    titles = {label.name: label.title.get(lang, label.name) for label in snapshot.labels}
    keys = ("published_at", "version", "synthetic", "charter")
    return {
        "language": lang,
        **{key: snapshot.about.get(key) for key in keys},
        "titles": titles,
        "listening": snapshot.about.get("listening"),
    }


def _now(told: Mapping[str, Any], _: Translator) -> str:
    example = told["example"]
    return _(
        "{heard} of about {population} contacts are heard ({part}), and {coded} of those are coded by hand. "
        "A share of {share} is then known to within ±{margin} points.",
        heard=integer(told["heard"], _.lang),
        population=integer(told["population"], _.lang),
        part=_percent(told["heard"] / told["population"], _),
        coded=integer(example["coded"], _.lang),
        share=_percent(example["share"], _),
        margin=margin(example["today"], _),
    )


def _gains(told: Mapping[str, Any], _: Translator) -> tuple[str, ...]:
    example = told["example"]
    half, coded_twice = example["heard_half"], example["coded_twice"]
    said = [
        half is not None and _("Hearing half as many would give ±{margin} points.", margin=margin(half, _)),
        _("Hearing twice as many would give ±{margin} points.", margin=margin(example["heard_twice"], _)),
        _("Hearing everybody would give ±{margin} points.", margin=margin(example["everything"], _)),
        coded_twice is not None
        and _(
            "Coding twice as many, without hearing one more, would give ±{margin} points.",
            margin=margin(coded_twice, _),
        ),
    ]
    return tuple(each for each in said if each)


def _uncoded(told: Mapping[str, Any], titles: Mapping[str, str], _: Translator) -> str | None:
    names = sorted((titles.get(key, key) for key in told["uncoded"]), key=collation_key)
    if not names:
        return None
    return _(
        "No contact was coded by hand yet for: {labels}. No share is shown of these: "
        "what the program finds alone is no estimate.",
        labels=", ".join(names),
    )


def _assumed(example: Mapping[str, Any], _: Translator) -> str:
    return _(
        "Example: a subject that {share} of contacts have, and a program that finds {sensitivity} of them and leaves "
        "{specificity} of the others.",
        share=_percent(example["share"], _),
        sensitivity=_percent(example["sensitivity"], _),
        specificity=_percent(example["specificity"], _),
    )


def _chart_text(told: Mapping[str, Any], _: Translator) -> str:
    said = [
        _("{part} heard: ±{margin}", part=_percent(point["part"], _), margin=margin(point["margin"], _))
        for point in told["example"]["points"]
    ]
    return _("Margin in points by the part of contacts that is heard. {points}.", points=", ".join(said))


def _steps(told: Mapping[str, Any], _: Translator) -> tuple[Step, ...]:
    return tuple(
        Step(
            part=_percent(point["part"], _),
            heard=integer(point["heard"], _.lang),
            margin=f"±{margin(point['margin'], _)}",
            margin_coded_twice=_or_none(point["margin_coded_twice"], _),
            is_today=point["heard"] == told["heard"],
        )
        for point in told["example"]["points"]
    )


def _or_none(value: float | None, _: Translator) -> str:
    return "–" if value is None else f"±{margin(value, _)}"


def _labels(told: Mapping[str, Any], titles: Mapping[str, str], _: Translator) -> tuple[Margins, ...]:
    rows = [_margins(row, titles.get(row["key"], row["key"]), told["heard"], _) for row in told["labels"]]
    return tuple(sorted(rows, key=lambda row: collation_key(row.title)))


def _margins(row: Mapping[str, Any], title: str, heard: int, _: Translator) -> Margins:
    path, dot = _sparkline(row["points"], heard)
    ways = ("today", "heard_half", "heard_twice", "everything", "coded_twice")
    return Margins(
        title=title,
        share=_percent(row["share"], _),
        heard=integer(heard, _.lang),
        coded=integer(row["coded"], _.lang),
        path=path,
        dot=dot,
        **{way: _or_none(row[way], _) for way in ways},
    )


def _sparkline(points_of: Sequence[Mapping[str, Any]], heard: int) -> tuple[str, str]:
    """The curve of one label as the path of a small drawing, and its point of today; the part heard runs to the right."""
    top = max((point["margin"] for point in points_of), default=0.0) or 1.0

    def place(point: Mapping[str, Any]) -> str:
        x = _EDGE + point["part"] * (_WIDTH - 2 * _EDGE)
        return f"{x:.1f} {_HEIGHT - _EDGE - point['margin'] / top * (_HEIGHT - 2 * _EDGE):.1f}"

    today = next((point for point in points_of if point["heard"] == heard), None)
    path = "M" + " L".join(place(point) for point in points_of) if points_of else ""
    return path, "" if today is None else f"M{place(today)} h.01"


def margin(value: float, _: Translator) -> str:
    """Half an interval's width in points of percentage."""
    return points(100 * value, _.lang)


def _percent(share: float, _: Translator) -> str:
    return percent(share, _.lang, 0 if round(share * 100, 6).is_integer() or share >= 0.2 else 1)


ROOM = Room(
    name="listening",
    title="Listen less",
    template="listening.html",
    page=listen_less,
    numbers=listening_json,
    charts={"listening": listening_spec},
)
