"""How many answers follow a heard contact, and what they differ in: the last part of the page « Moteurs »."""

from collections.abc import Mapping, Sequence
from typing import Any

from clairevoix.i18n import Translator, integer, points
from clairevoix.store.published import Snapshot
from clairevoix.web.about import About
from clairevoix.web.rooms.board import BoardTable, Section, row_of, share, signed, table_of, titles
from clairevoix.web.tables import TOTAL

#: A standardised difference above which two groups are said to differ (Austin 2009, Statistics in Medicine 28(25)).
NOTABLE = 0.1


def linkage(snapshot: Snapshot, about: About, told: Mapping[str, Any], _: Translator) -> Section:
    survey_id = str(told["survey_id"])
    rate = row_of(snapshot, "linkage", survey_id)
    if rate is None:
        few = _("Too few answers say whose they are.")
        return Section(anchor="linkage", title=_("Answers tied to a contact"), absence=few)
    gap, sentences = told.get("gap"), []
    if isinstance(gap, Mapping) and gap.get("value") is not None:
        sentences.append(_gap(gap, _))
    sentences.append(
        _(
            "Contacts and answers are tied by a pseudonym of the customer, for totals only: no tie is kept, and none is "
            "made of contacts held to evaluate work."
        )
    )
    return Section(
        anchor="linkage",
        title=_("Answers tied to a contact"),
        lead=_(
            "{share} of {n} answers follow a heard contact ({low} to {high}).",
            share=share(rate.value or 0.0, _),
            n=integer(rate.n or 0, _.lang),
            low=share(rate.low or 0.0, _),
            high=share(rate.high or 0.0, _),
        ),
        sentences=tuple(sentences),
        folded=_differences(snapshot, about, told, _),
    )


def _gap(gap: Mapping[str, Any], _: Translator) -> str:
    low, high = float(gap["low"]), float(gap["high"])
    values = {"value": signed(float(gap["value"]), _), "low": points(low, _.lang), "high": points(high, _.lang)}
    if low <= 0 <= high:
        return _(
            "The score of those tied lies {value} points from that of the others ({low} to {high}): chance can do that.",
            **values,
        )
    return _(
        "The score of those tied lies {value} points from that of the others ({low} to {high}): they do not stand for all.",
        **values,
    )


def _differences(snapshot: Snapshot, about: About, told: Mapping[str, Any], _: Translator) -> tuple[BoardTable, ...]:
    words = {"site": (_("Tied, by site"), _("Site")), "channel": (_("Tied, by channel"), _("Channel"))}
    found: Sequence[Mapping[str, Any]] = told.get("differences") or ()
    tables = []
    for name, (caption, first) in words.items():
        here = {str(each["key"]): each for each in found if each["dimension"] == name}
        table = table_of(
            snapshot.select("linkage", name, str(told["survey_id"])),
            _,
            about,
            names={**titles(about, name, _), TOTAL: _("all together")},
            extras_of={key: (share(each["linked"], _), share(each["others"], _)) for key, each in here.items()}
            | {TOTAL: (share(1.0, _), share(1.0, _))},
            remark_of={key: _("differs") for key, each in here.items() if _is_notable(each["value"])},
            caption=caption,
            first=first,
            value=_("Tied"),
            extras=(_("Part of the tied"), _("Part of the others")),
            n=_("Answers"),
            remark=_("Tied or not"),
            notes=(_("“Differs”: by more than a tenth of a standard deviation (Austin 2009)."),),
        )
        tables += [] if table is None else [table]
    return tuple(tables)


def _is_notable(value: float | None) -> bool:
    return value is None or abs(value) > NOTABLE
