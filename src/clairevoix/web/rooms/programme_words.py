"""The sentences of the page « Programmes »: each reading of an effect has its own, and no other is said of it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from clairevoix.i18n import Translator, decimal, integer, percent
from clairevoix.store.published import Row
from clairevoix.web.rooms.quantities import change, unit_words

#: With fewer places than this, the page says that the sample is small.
SMALL = 15
#: Of the unrest between periods, the part that comes from few answers alone, above which more answers would help.
MOSTLY_CHANCE = 0.7


def _(message: str) -> str:
    """Marks a sentence for the catalogues."""
    return message


#: By reading: in a few words, and in a sentence.
SENTENCES = {
    "changed": (
        _("It changed where the programme had begun"),
        _(
            "{value} {unit} beyond what the other places saw (interval {low} to {high}). If, without the programme, these "
            "places had moved as the others did, this is its effect."
        ),
    ),
    "unclear": (
        _("No clear effect"),
        _(
            "{value} {unit} beyond what the other places saw (interval {low} to {high}): the interval holds zero. These "
            "figures show no effect, nor that there is none; only effects beyond these bounds are unlikely."
        ),
    ),
    "unclear-since": (
        _("No clear change at that date"),
        _(
            "{value} {unit} against where the trend before was leading (interval {low} to {high}): the interval holds zero. "
            "It began everywhere at once, so there is nothing to compare it with."
        ),
    ),
    "coincided": (
        _("Something changed at that date"),
        _(
            "{value} {unit} against where the trend before was leading (interval {low} to {high}). It began everywhere at "
            "once: whatever else happened then is in this number, and it is not the programme’s alone."
        ),
    ),
    "apart": (
        _("No effect may be told"),
        _(
            "The places of the programme had moved apart from the others before it began. The difference since ({value} "
            "{unit}, interval {low} to {high}) cannot be put down to it."
        ),
    ),
    "unbounded": (
        _("Too few places for an answer"),
        _(
            "With the programme in {under} of {places} places, chance alone could make any difference that was seen: no "
            "interval can be given, so no number is."
        ),
    ),
    "not-begun": (
        _("Not begun"),
        _("In the periods that were measured, it had begun in none of the places."),
    ),
    "too-short": (
        _("Too early to tell"),
        _("It began everywhere at once, and six periods before and six since are needed to tell a change from chance."),
    ),
    "nothing-before": (
        _("Nothing is known from before"),
        _("Everywhere it began before the first period that was measured: what it changed cannot be known."),
    ),
    "undeclared": (
        _("Not told"),
        _("The charter in force does not declare the measure of programmes."),
    ),
    "withheld": (
        _("Withheld"),
        _("Too few people are behind the figure for it to be shown, or it could be found by subtraction."),
    ),
}
_MORE_ANSWERS = _(
    "That few customers are behind each point makes {share} of its ups and downs: more answers would help."
)
_MORE_PLACES = _("That few customers are behind each point makes {share} of its ups and downs: more places would help.")
_WITH_NUMBERS = frozenset({"changed", "unclear", "coincided", "apart"})


class Said(NamedTuple):
    """What may be said of an effect: in a few words, and in a sentence."""

    verdict: str
    sentence: str


def outcome_name(outcome: str, _: Translator) -> str:
    """What a programme is meant to move."""
    names = {
        "zero-effort": _("Share of cases without effort"),
        "contacts-per-case": _("Contacts a case"),
        "first-time-right": _("Connected right the first time"),
        "nps": _("Net Promoter Score"),
    }
    return names.get(outcome, outcome)


def said(told: Mapping[str, Any], row: Row | None, _: Translator) -> Said:
    """The sentence that the design allows."""
    found = {
        "unit": unit_words(told["unit"], _),
        "under": integer(told.get("n_under", 0), _.lang),
        "places": integer(told.get("n_places", 0), _.lang),
    }
    reading = told["reading"]
    if row is not None and row.value is not None and row.low is not None and row.high is not None:
        found |= _numbers(row, told["unit"], _)
    elif reading in _WITH_NUMBERS:
        reading = "withheld"
    if reading == "unclear" and told["design"] == "before-and-after":
        reading = "unclear-since"
    verdict, sentence = SENTENCES[reading]
    return Said(_(verdict), _(sentence, **found))


def checks(told: Mapping[str, Any], rows: Mapping[str, Row], _: Translator) -> Iterator[str]:
    """What the effect was checked against, and what remains uncertain."""
    if told["reading"] in ("withheld", "undeclared", "not-begun", "too-short", "nothing-before"):
        return
    yield from _places(told, _)
    if told["design"] != "compared" or told["reading"] == "unbounded":
        return
    yield from _before(told, _)
    placebo, last = rows.get("before-after"), rows.get("window")
    if placebo is not None and placebo.value is not None:
        yield _(
            "With the dates put {lead} periods early, where there can be no effect: {value} (interval {low} to {high}).",
            lead=told["placebo_lead"],
            **_numbers(placebo, told["unit"], _),
        )
    if last is not None and last.value is not None:
        yield _(
            "From the last period before the start alone, instead of all before it: {value} (interval {low} to {high}).",
            **_numbers(last, told["unit"], _),
        )
    if told["chance"] is not None:
        share = percent(told["chance"], _.lang)
        if told["chance"] >= MOSTLY_CHANCE:
            yield _(
                "That few customers are behind each point makes {share} of its ups and downs: more answers would help.",
                share=share,
            )
        else:
            yield _(
                "That few customers are behind each point makes {share} of its ups and downs: more places would help.",
                share=share,
            )


def _places(told: Mapping[str, Any], _: Translator) -> Iterator[str]:
    words = {
        "under": integer(told["n_under"], _.lang),
        "places": integer(told["n_places"], _.lang),
        "waves": integer(told["n_waves"], _.lang),
    }
    if told["design"] == "compared":
        yield _("Compared: {under} places with the programme, of {places}; dates of start: {waves}.", **words)
    if told["n_places"] < SMALL and told["design"] == "compared":
        yield _("This is a small sample: only a great effect could be seen in it.")
    if told["method"].endswith("dealt again"):
        yield _("The interval comes from dealing the dates out again among the places: it is right for few places too.")
    if told["n_left_out"]:
        yield _.plural(
            "{n} place is left out: in some period nothing was measured there.",
            "{n} places are left out: in some period nothing was measured there.",
            told["n_left_out"],
        )
    if told["period"] == "quarter":
        yield _("Counted by quarter, since too few customers a month are behind each place.")


def _before(told: Mapping[str, Any], _: Translator) -> Iterator[str]:
    pre = told["pre"]
    if pre is None:
        yield _("Too little was measured before the start to see whether the places moved together.")
        return
    chance = decimal(pre["p_value"], _.lang, 2)
    if pre["is_apart"]:
        yield _("Before the start the places did not move together (p = {p}).", p=chance)
        return
    yield _("Before the start, no sign that the places moved apart (p = {p}).", p=chance)
    if pre["unseen_drift"] is not None and told["feigned"] is not None:
        yield _(
            "But that test misses much: a steady drift of {drift} a period would be missed every other time, and would alone "
            "look like an effect of {feigned}.",
            drift=change(pre["unseen_drift"], told["unit"], _.lang),
            feigned=change(told["feigned"], told["unit"], _.lang),
        )


def _numbers(row: Row, unit: str, _: Translator) -> dict[str, str]:
    numbers = {"value": row.value, "low": row.low, "high": row.high}
    return {name: change(number or 0.0, unit, _.lang) for name, number in numbers.items()}
