"""What parts of drivers cannot say, in words: message identifiers of the catalogues, in English."""

from enum import StrEnum


def _(message: str) -> str:
    """Marks a sentence for the catalogues."""
    return message


class DriverLimit(StrEnum):
    """Why parts of drivers are to be read with care. Stable: written into JSON."""

    ASSOCIATION = "association"
    NEVER_NEGATIVE = "never_negative"
    TOO_FEW = "too_few"
    FEW_FOR_DRIVERS = "few_for_drivers"
    SAME_MARKS = "same_marks"
    CONSTANT = "constant"
    REPEATED = "repeated"
    INCOMPLETE = "incomplete"
    SAMPLED = "sampled"
    BOUNDS_SAMPLED = "bounds_sampled"
    WEIGHTED = "weighted"
    NOT_SETTLED = "not_settled"
    NO_BOUNDS = "no_bounds"


SENTENCES = {
    DriverLimit.ASSOCIATION: _(
        "A part says how much goes with the score, not what would change it: no cause is shown."
    ),
    DriverLimit.NEVER_NEGATIVE: _(
        "A part of chance alone is above 0 too, so no interval can show that a driver matters at all."
    ),
    DriverLimit.TOO_FEW: _("There are too few complete answers for so many drivers: no parts."),
    DriverLimit.FEW_FOR_DRIVERS: _(
        "There are fewer than ten complete answers for each driver: much of the parts is chance."
    ),
    DriverLimit.SAME_MARKS: _("All marks are equal: there is nothing to divide."),
    DriverLimit.CONSTANT: _("A driver has the same answer everywhere: its part is 0 whatever it is worth."),
    DriverLimit.REPEATED: _(
        "Some drivers nearly repeat each other: they share what they have in common, and neither is the true one."
    ),
    DriverLimit.INCOMPLETE: _(
        "Answers that miss the outcome or a driver were left out: those who skip questions may differ."
    ),
    DriverLimit.SAMPLED: _("Orders of entry were drawn, not all tried: each part has a Monte-Carlo error."),
    DriverLimit.BOUNDS_SAMPLED: _(
        "All sets of drivers were tried for the parts; for their intervals, orders of entry were drawn."
    ),
    DriverLimit.WEIGHTED: _("Under weights, intervals do not count that the weights were estimated."),
    DriverLimit.NOT_SETTLED: _(
        "Some fits found no maximum, as where a driver tells marks apart without overlap: parts are rough."
    ),
    DriverLimit.NO_BOUNDS: _("No intervals were computed."),
}
