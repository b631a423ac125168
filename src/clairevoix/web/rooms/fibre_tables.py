"""The tables of the page « Fibre »: where cases are lost, how long they take, why."""

from typing import Any

from clairevoix.i18n import Translator, month_name, percent
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.rooms import fibre_lines as lines
from clairevoix.web.rooms import journey_words as words
from clairevoix.web.rooms.fibre_lines import Told
from clairevoix.web.rooms.fibre_year import JOURNEY


class Rows:
    """The rows of one year, and how they are told."""

    def __init__(self, snapshot: Snapshot, period: str, _: Translator) -> None:
        self._snapshot, self.period, self._ = snapshot, period, _

    def of(self, dimension: str, measure: str = "journey", period: str | None = None) -> tuple[Row, ...]:
        return self._snapshot.select(measure, dimension, period or self.period)

    def natures(self) -> list[str]:
        """The kinds of line that have delays of their own."""
        periods = {row.period for row in self._snapshot.select("journey", "delay")}
        return sorted(each.rsplit("/", 1)[1] for each in periods if each.startswith(f"{self.period}/"))

    def told(self, dimension: str, titles: dict[str, str], measure: str = "journey") -> tuple[Told, ...]:
        rows = lines.shown(self.of(dimension, measure))
        widest = max((row.value or 0.0 for row in rows), default=1.0) or 1.0
        return tuple(lines.told(row, words.named(titles, row.key, self._), self._, widest=widest) for row in rows)


def chain_tables(rows: Rows, _: Translator) -> dict[str, Any]:
    """The links of the chain, their product in words, and the losses at them, the greatest first."""
    links = rows.of("chain")
    values = [row.value for row in links if row.value is not None]
    product = ""
    if len(values) == len(links) and links:
        whole = 1.0
        for value in values:
            whole *= value
        written = " × ".join(percent(value, _.lang, 1) for value in values)
        product = _(
            "{links} = {share}: the chain is as weak as all its links together.",
            links=written,
            share=percent(whole, _.lang, 1),
        )
    losses = sorted(
        (row for row in lines.shown(rows.of("stage")) if row.key != "right"), key=lambda row: -(row.value or 0.0)
    )
    widest = max((row.value or 0.0 for row in losses), default=1.0) or 1.0
    return {
        "links": tuple(lines.told(row, words.named(words.LINKS, row.key, _), _) for row in links),
        "product": product,
        "losses": tuple(lines.told(row, words.named(words.FATES, row.key, _), _, widest=widest) for row in losses),
    }


def time_tables(rows: Rows, _: Translator) -> dict[str, Any]:
    """Month by month, by day and by visit, and the delays."""
    months = lines.shown(rows.of("month", "right_first_time"))
    by_day = {row.key: row for row in rows.of("elapsed")}
    told_days = []
    for day in (7, 14, 21, 30, 60, 90):
        done, given_up = by_day.get(f"done/{day}"), by_day.get(f"given_up/{day}")
        if done is not None and given_up is not None:
            told_days.append((_("within {n} days", n=day), lines.told(done, "", _), lines.told(given_up, "", _)))
    sixty = by_day.get("done/60")
    tables = [(_("All orders"), rows.of("delay"))]
    for nature in rows.natures():
        found = rows.of("delay", period=f"{rows.period}/{nature}")
        tables.append((words.named(words.NATURES, nature, _), found))
    return {
        "months": tuple(lines.told(row, month_name(row.key, _.lang), _) for row in months),
        "months_text": _(
            "Share connected right the first time by month of the appointment, with confidence intervals."
        ),
        "days": tuple(told_days),
        "days_text": _("Share of orders connected, and given up, by days since the order."),
        "sixty": ""
        if sixty is None or sixty.value is None
        else _(
            "{share} are connected within 60 days ({bounds}).",
            share=percent(sixty.value, _.lang, 1),
            bounds=lines.bounds(sixty, _),
        ),
        "attempts": tuple(
            lines.told(row, _("at visit {n} at the latest", n=row.key.split("/")[1]), _)
            for row in rows.of("attempts")
            if row.key.startswith("done/")
        ),
        "delays": tuple(
            (title, tuple(lines.told(row, words.named(words.DELAYS, row.key, _), _) for row in found))
            for title, found in tables
            if found
        ),
        "ages": tuple(lines.told(row, _age(row.key, _), _) for row in lines.shown(rows.of("age", period=JOURNEY))),
    }


def _age(key: str, _: Translator) -> str:
    return _("more than a year") if key == "more" else _("at most {n} days", n=key.removeprefix("to_"))


def cause_tables(rows: Rows, _: Translator) -> dict[str, Any]:
    """Causes with their sum so far, by whose part, and what became of appointments."""
    causes = lines.shown(rows.of("cause"))
    widest = max((row.value or 0.0 for row in causes), default=1.0) or 1.0
    found, sum_so_far, whole_so_far = [], 0.0, True
    for row in causes:
        title, whose = words.cause_words(row.key, _)
        whole_so_far = whole_so_far and row.value is not None
        sum_so_far += row.value or 0.0
        more = percent(sum_so_far, _.lang) if whole_so_far else ""
        found.append(lines.told(row, title, _, note=whose, more=more, widest=widest))
    appointments = lines.shown(rows.of("appointment"))
    widest = max((row.value or 0.0 for row in appointments), default=1.0) or 1.0
    kept = []
    for row in appointments:
        what, _stroke, whose = row.key.partition("/")
        by = words.named(words.RESPONSIBLE, whose, _) if whose and whose != "customer" else ""
        kept.append(lines.told(row, words.named(words.APPOINTMENTS, what, _), _, note=by, widest=widest))
    return {
        "causes": tuple(found),
        "responsible": rows.told("responsibility", words.RESPONSIBLE),
        "appointments": tuple(kept),
    }
