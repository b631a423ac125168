"""The page « Moteurs »: what goes with the recommendation, by other questions and by what contacts were about."""

from collections.abc import Mapping
from typing import Any

from clairevoix.i18n import Translator, integer
from clairevoix.model.driver_limit import SENTENCES
from clairevoix.model.driver_limit import DriverLimit as Limit
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.about import About, read_about
from clairevoix.web.rooms.board import (
    Board,
    BoardChart,
    BoardTable,
    Section,
    board,
    known,
    numbers,
    row_of,
    share,
    table_of,
)
from clairevoix.web.rooms.drivers_chart import drivers_spec
from clairevoix.web.rooms.drivers_linkage import linkage
from clairevoix.web.rooms.drivers_words import NOT_A_CAUSE, QUARTERS
from clairevoix.web.rooms.room import Room

_NAMES = ("driver", "heard-driver")
MEASURES = (
    *(f"{name}{suffix}" for name in _NAMES for suffix in ("", "-whole", "-correlation")),
    *("driver-performance", "driver-ordinal", "linkage", "linked-nps"),
)


def drivers(snapshot: Snapshot, lang: str) -> Board:
    """Everything on the page, in one language."""
    _, about = Translator(lang), read_about(snapshot.about)
    surveys = known(snapshot, "drivers")
    charted = next((each for each in surveys if each["is_told"]), None)
    sections = [_by_questions(snapshot, about, each, _, has_chart=each is charted) for each in surveys]
    heard = snapshot.about.get("heard_drivers")
    if isinstance(heard, Mapping):
        sections += [_by_labels(snapshot, about, heard, _), linkage(snapshot, about, heard, _)]
    names = ("drivers", _("Drivers"), _(NOT_A_CAUSE))
    nothing = _(
        "No survey asks anything beside the recommendation, and no answer says whose it is: nothing to set against it."
    )
    return board(snapshot, names, sections, nothing, _)


def drivers_json(snapshot: Snapshot, lang: str) -> dict[str, object]:
    """What the page shows, in numbers."""
    titled = {label.name: label.title.get(lang, label.name) for label in snapshot.labels}
    return {**numbers(snapshot, lang, MEASURES, "drivers", "heard_drivers"), "titles": titled}


def _by_questions(
    snapshot: Snapshot, about: About, told: Mapping[str, Any], _: Translator, *, has_chart: bool
) -> Section:
    survey_id = str(told["survey_id"])
    title = _("By the other questions of “{survey}”", survey=survey_id)
    whole = row_of(snapshot, "driver-whole", survey_id)
    if not told["is_told"] or whole is None:
        few = _(
            "Too few complete answers: {n} are wanted, ten for each question.", n=integer(int(told["n_wanted"]), _.lang)
        )
        return Section(anchor=survey_id, title=title, absence=few)
    wordings: Mapping[str, str] = told["wordings"]
    names = {key: wordings.get(key, key) for key in told["quarters"]} | dict(wordings)
    map_text = _(
        "The higher, the more a question goes with the recommendation; the further right, the better it is answered."
    )
    chart = BoardChart(
        name="drivers",
        text=map_text,
        caption=_(
            "{explained} The lines are the means of the questions shown: they compare them with each other, not with a norm.",
            explained=map_text,
        ),
        legend=(("k-pace", _("mean of the questions shown")),),
    )
    return Section(
        anchor=survey_id,
        title=title,
        quote=told.get("question") or None,
        lead=_whole(whole, _),
        chart=chart if has_chart and told["quarters"] else None,
        tables=_divided(snapshot, about, ("driver", "question", survey_id), names, _, told["quarters"]),
        limits=_limits(told, _),
        folded=_ordinal(snapshot, about, survey_id, names, _),
    )


def _whole(row: Row, _: Translator) -> str:
    return _(
        "Together they go with {share} of the spread of the marks ({low} to {high}), among {n} complete answers.",
        share=share(row.value or 0.0, _),
        low=share(row.low or 0.0, _),
        high=share(row.high or 0.0, _),
        n=integer(row.n or 0, _.lang),
    )


def _limits(told: Mapping[str, Any], _: Translator) -> tuple[str, ...]:
    return tuple(_(SENTENCES[Limit(name)]) for name in told["limits"] if name in list(Limit))


def _divided(
    snapshot: Snapshot,
    about: About,
    place: tuple[str, str, str],
    names: Mapping[str, str],
    _: Translator,
    quarters: Mapping[str, Mapping[str, Any]] | None = None,
) -> tuple[BoardTable, ...]:
    measure, dimension, period = place
    rows = snapshot.select(measure, dimension, period)
    correlations = {row.key: row for row in snapshot.select(f"{measure}-correlation", dimension, period)}
    ways = {row.key: row for row in snapshot.select("driver-performance", dimension, period)}
    extras = {row.key: (_direction(correlations.get(row.key), _), *_way(ways, row.key, _)) for row in rows}
    said = {key: _quarter(found, _) for key, found in (quarters or {}).items()}
    table = table_of(
        sorted(rows, key=lambda row: -(row.value or 0.0)),
        _,
        about,
        names=names,
        extras_of=extras,
        remark_of=said,
        is_ordered=False,
        caption=_("How what goes with the marks is divided"),
        first=_("Question") if dimension == "question" else _("Subject"),
        value=_("Part"),
        extras=(_("Goes with"), *((_("Well answered"),) if ways else ())),
        remark=_("On the map") if said else None,
        notes=(
            _(
                "Parts add up to 100%: the mean of what each adds over all orders in which they may be taken (Shapley; LMG)."
            ),
        ),
    )
    return () if table is None else (table,)


def _direction(row: Row | None, _: Translator) -> str:
    """Whether more of it goes with higher or lower marks, where the interval leaves zero out."""
    if row is None or row.value is None or row.low is None or row.high is None:
        return "–"
    if row.low <= 0 <= row.high:
        return _("not clear")
    return _("higher marks") if row.value > 0 else _("lower marks")


def _way(ways: Mapping[str, Row], key: str, _: Translator) -> tuple[str, ...]:
    if not ways:
        return ()
    row = ways.get(key)
    if row is None or row.value is None:
        return ("–",)
    return (f"{share(row.value, _)} ({share(row.low or 0.0, _)}–{share(row.high or 0.0, _)})",)


def _quarter(found: Mapping[str, Any], _: Translator) -> str:
    said = _(QUARTERS[str(found["quarter"])])
    return said if found["is_clear"] else _("{quarter} (not clear)", quarter=said)


def _ordinal(
    snapshot: Snapshot, about: About, survey_id: str, names: Mapping[str, str], _: Translator
) -> tuple[BoardTable, ...]:
    """The same division if marks are taken as an order only."""
    rows = snapshot.select("driver-ordinal", "question", survey_id)
    table = table_of(
        sorted(rows, key=lambda row: -(row.value or 0.0)),
        _,
        about,
        names=names,
        is_ordered=False,
        caption=_("The same with marks as an order only"),
        first=_("Question"),
        value=_("Part"),
        notes=(_("Proportional odds; the parts divide the R² of McKelvey and Zavoina."),),
    )
    return () if table is None else (table,)


def _by_labels(snapshot: Snapshot, about: About, told: Mapping[str, Any], _: Translator) -> Section:
    survey_id = str(told["survey_id"])
    title = _("By what the contact before was about")
    whole = row_of(snapshot, "heard-driver-whole", survey_id)
    sentences = (
        _(
            "An answer follows a heard contact of the same customer within {n} days; only contacts drawn at random are "
            "heard, so only few answers do. Subjects are found by a program, whose errors make parts too small.",
            n=integer(int(told["window_days"]), _.lang),
        ),
    )
    if not told["is_told"] or whole is None:
        return Section(anchor="subjects", title=title, sentences=sentences, absence=_few(told, about, _))
    names = {label.name: label.title.get(_.lang, label.name) for label in snapshot.labels}
    return Section(
        anchor="subjects",
        title=title,
        lead=_whole(whole, _),
        sentences=sentences,
        tables=_divided(snapshot, about, ("heard-driver", "label", survey_id), names, _),
        limits=_limits(told, _),
    )


def _few(told: Mapping[str, Any], about: About, _: Translator) -> str:
    minimum = 10 if about.charter is None else about.charter.minimum_cell
    if not told["n_drivers"]:
        return _(
            "Too few answers follow a heard contact: a subject is looked at only where {n} of them are about it and {n} "
            "are not. No part is told.",
            n=integer(minimum, _.lang),
        )
    return _(
        "Too few answers follow a heard contact: {n} are wanted, ten for each subject. No part is told.",
        n=integer(int(told["n_wanted"]), _.lang),
    )


ROOM = Room(
    name="drivers",
    title="Drivers",
    template="board.html",
    page=drivers,
    numbers=drivers_json,
    charts={"drivers": drivers_spec},
)
