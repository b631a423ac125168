"""The page « Pondération »: the score as answers give it, and as it would be if they came in the customers' proportions."""

from collections.abc import Mapping, Sequence
from typing import Any

from clairevoix.i18n import Translator, decimal, integer, month_range, points
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.about import About, read_about
from clairevoix.web.lines import points_scale
from clairevoix.web.rooms.board import (
    Board,
    BoardRow,
    BoardTable,
    Section,
    board,
    board_line,
    known,
    numbers,
    row_of,
    share,
    signed,
    table_of,
    titles,
)
from clairevoix.web.rooms.room import Room
from clairevoix.web.tables import TOTAL

MEASURES = ("weighted-nps", "effective", "greatest-weight", "trimmed", "part-of-answers")
#: The largest gap between a weighted share and the wanted one at which margins are said to be met.
_MET = 0.0005


def weights(snapshot: Snapshot, lang: str) -> Board:
    """Everything on the page, in one language."""
    _, about = Translator(lang), read_about(snapshot.about)
    periods = known(snapshot, "weights")
    sections: list[Section] = []
    if periods:
        sections.append(_side_by_side(snapshot, about, periods, _))
        sections.append(_change(snapshot, about, _))
        sections.append(_margins(snapshot, about, periods[0], _))
    names = (
        "weights",
        _("Weights"),
        _("Some customers answer more than others. Weights give each group the part that it has among all customers."),
    )
    nothing = _("No population is declared (population.toml): the score is told as the answers give it, unweighted.")
    return board(snapshot, names, [each for each in sections if each.sentences or each.tables], nothing, _)


def weights_json(snapshot: Snapshot, lang: str) -> dict[str, object]:
    """What the page shows, in numbers."""
    return numbers(snapshot, lang, MEASURES, "weights", "weights_change", "change")


def raw_row(snapshot: Snapshot, period: str) -> Row | None:
    """The unweighted score of the same months, wherever it was published."""
    by_site = next((row for row in snapshot.select("nps", "site", period) if row.key == TOTAL), None)
    return by_site or next((row for row in snapshot.select("nps", "month", period) if row.key == TOTAL), None)


def _side_by_side(snapshot: Snapshot, about: About, periods: Sequence[Mapping[str, Any]], _: Translator) -> Section:
    latest = periods[0]
    raw, weighted = raw_row(snapshot, str(latest["period"])), row_of(snapshot, "weighted-nps", str(latest["period"]))
    lead = None
    if raw is not None and raw.value is not None and weighted is not None and weighted.value is not None:
        lead = _(
            "As the answers give it: {raw}. Weighted to all customers: {weighted}, between {low} and {high}.",
            raw=points(raw.value, _.lang),
            weighted=points(weighted.value, _.lang),
            low=points(weighted.low or 0.0, _.lang),
            high=points(weighted.high or 0.0, _.lang),
        )
    sentences = [" ".join(_report(snapshot, about, told, _)) for told in periods]
    return Section(
        anchor="side-by-side",
        title=_("Raw and weighted, side by side"),
        lead=lead,
        sentences=tuple(sentences),
        tables=_scores(snapshot, about, periods, _),
        limits=(
            _("Weights mend what the margins can show. Who is contented may answer more within each group too."),
            _("Each weighted score is surer or less sure by what the weights cost; that is in its interval."),
            _("The numbers of customers are taken as they were declared; nobody here checked them."),
        ),
    )


def _scores(
    snapshot: Snapshot, about: About, periods: Sequence[Mapping[str, Any]], _: Translator
) -> tuple[BoardTable, ...]:
    found: list[tuple[Row, str]] = []
    for told in periods:
        period, months = str(told["period"]), month_range(str(told["first"]), str(told["last"]), _.lang)
        months = f"{months[:1].upper()}{months[1:]}"
        pair = ((raw_row(snapshot, period), _("raw")), (row_of(snapshot, "weighted-nps", period), _("weighted")))
        found += [(row, f"{months}, {word}") for row, word in pair if row is not None]
    if not found:
        return ()
    scale = points_scale([row for row, _title in found], _.lang)
    rows = [BoardRow(line=board_line(row, title, _, about, scale, None)) for row, title in found]
    table = BoardTable(
        caption=_("The score, as answers give it and weighted"),
        first=_("Months"),
        value=_("NPS"),
        rows=tuple(rows),
        n=_("Answers"),
        scale=scale,
        notes=(
            _(
                "Raw: adjusted Wald interval (Rocks 2016). Weighted: from the residuals of the margins (Deville & Särndal "
                "1992)."
            ),
        ),
    )
    return (table,)


def _report(snapshot: Snapshot, about: About, told: Mapping[str, Any], _: Translator) -> list[str]:
    """How the weights were found, and what they cost; or why there are none."""
    months = month_range(str(told["first"]), str(told["last"]), _.lang)
    months = f"{months[:1].upper()}{months[1:]}"
    if told.get("refusal"):
        return [_("{months}: {reason}", months=months, reason=_refusal(about, told, _))]
    names = {"site": _("site"), "channel": _("channel")}
    first, *others = [names.get(name, name) for name in told["margins"]]
    margins = _("{one} and {other}", one=first, other=others[0]) if others else first
    said = [
        _(
            "{months}: weighted by {margins} to “{source}”; {n} rounds, largest gap left {error}.",
            months=months,
            margins=margins,
            source=told["source"],
            n=integer(int(told["iterations"]), _.lang),
            error=_gap(told.get("largest_error"), _),
        )
    ]
    effective = row_of(snapshot, "effective", str(told["period"]))
    if effective is not None and effective.value is not None and effective.n:
        said.append(
            _(
                "Under these weights the {n} answers tell as much as {effective} would unweighted (design effect {deff}, "
                "Kish).",
                n=integer(effective.n, _.lang),
                effective=integer(round(effective.value), _.lang),
                deff=decimal(effective.n / effective.value, _.lang, 2),
            )
        )
    greatest = row_of(snapshot, "greatest-weight", str(told["period"]))
    if greatest is not None and greatest.value is not None:
        said.append(_("The greatest weight is {weight} times the mean.", weight=decimal(greatest.value, _.lang, 2)))
    else:
        said.append(_("The greatest weight is not told: a group is too small, and it would give its number away."))
    if told.get("trim"):
        said.append(_trimmed(snapshot, told, _))
    return said


def _gap(error: object, _: Translator) -> str:
    if not isinstance(error, float):
        return "–"
    return _("less than 0.05 points") if error < _MET else _("{points} points", points=points(100 * error, _.lang))


def _trimmed(snapshot: Snapshot, told: Mapping[str, Any], _: Translator) -> str:
    cut = row_of(snapshot, "trimmed", str(told["period"]), "cut")
    trim = points(float(told["trim"]), _.lang, trim=True)
    if cut is None or cut.value is None:
        return _("Weights are cut at {trim} times the mean; of how many answers is not told.", trim=trim)
    return _(
        "Weights are cut at {trim} times the mean: those of {share} of the answers.",
        trim=trim,
        share=share(cut.value, _),
    )


def _refusal(about: About, told: Mapping[str, Any], _: Translator) -> str:
    place = told.get("place")
    category = ""
    if isinstance(place, list) and len(place) == 2:
        category = titles(about, str(place[0]), _).get(str(place[1]), str(place[1]))
    said = {
        "too_few": _("too few answers to weight: no weighted score."),
        "nobody_of": _("nobody of “{group}” answered, so nobody can stand for it: no weighted score.", group=category),
        "undeclared": _(
            "answers name “{group}”, of which no population is declared: no weighted score.", group=category
        ),
        "not_converged": _("the margins cannot all be met at once: no weighted score."),
    }
    return said[str(told["refusal"])]


def _change(snapshot: Snapshot, about: About, _: Translator) -> Section:
    """What is real of the change since the year before, by both ways of telling."""
    found, change = snapshot.about.get("weights_change"), about.change
    sentences: list[str] = []
    if isinstance(found, Mapping):
        sentences.append(
            _(
                "Weighted, the score changed by {value} points since the same months of the year before ({low} to {high}): "
                "the groups weigh what they weigh among customers, so who happened to answer is not in it.",
                value=signed(float(found["value"]), _),
                low=points(float(found["low"]), _.lang),
                high=points(float(found["high"]), _.lang),
            )
        )
    if change is not None:
        sentences.append(
            _(
                "Raw, it changed by {total} points ({low} to {high}): {real} because customers of the same sites answer "
                "otherwise (real), {mix} because more or fewer answers come from sites that score high or low (mix).",
                total=signed(change.total, _),
                low=points(change.low, _.lang),
                high=points(change.high, _.lang),
                real=signed(change.real, _),
                mix=signed(change.mix, _),
            )
        )
    return Section(anchor="change", title=_("Real change, or another mix?"), sentences=tuple(sentences))


def _margins(snapshot: Snapshot, about: About, told: Mapping[str, Any], _: Translator) -> Section:
    """Which part each group has among the answers, and among the customers."""
    words = {"site": (_("By site"), _("Site")), "channel": (_("By channel"), _("Channel"))}
    tables = []
    for name, population in told["margins"].items():
        whole = sum(population.values())
        parts = {key: (share(number / whole, _),) for key, number in population.items()}
        table = table_of(
            snapshot.select("part-of-answers", name, str(told["period"])),
            _,
            about,
            names={**titles(about, name, _), TOTAL: _("all together")},
            extras_of={**parts, TOTAL: (share(1.0, _),)},
            caption=words.get(name, (name, name))[0],
            first=words.get(name, (name, name))[1],
            value=_("Among answers"),
            extras=(_("Among customers"),),
            n=_("Answers"),
        )
        tables += [] if table is None else [table]
    return Section(anchor="margins", title=_("Who answers, and who the customers are"), tables=tuple(tables))


ROOM = Room(name="weights", title="Weights", template="board.html", page=weights, numbers=weights_json)
