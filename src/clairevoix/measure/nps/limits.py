"""What a score of its kind cannot say, in words: message identifiers of the catalogues, in English."""

from collections.abc import Sequence
from enum import StrEnum

#: Below these, an answer says that it rests on few, and on nearly nothing.
FEW, VERY_FEW = 30, 10
#: A width, in points, from which an interval holds good and bad scores alike.
WIDE = 40.0
#: Answers without a single 0 from which the scale is doubted: among real answers, a 0 is the commonest low mark.
MANY_WITHOUT_ZERO = 200


def _(message: str) -> str:
    """Marks a sentence for the catalogues."""
    return message


class Limit(StrEnum):
    """Why an estimate is to be read with care. Stable: written into JSON."""

    NOBODY = "nobody"
    VERY_FEW = "very_few"
    FEW = "few"
    WIDE = "wide"
    UNANIMOUS = "unanimous"
    NO_ZERO = "no_zero"
    BLANK = "blank"
    WEIGHTED = "weighted"


SENTENCES = {
    Limit.NOBODY: _("Nobody answered: no score."),
    Limit.VERY_FEW: _("Fewer than ten answers: almost any score is possible; read the interval, not the score."),
    Limit.FEW: _("Fewer than thirty answers: read the interval, not the score."),
    Limit.WIDE: _("The interval is wider than 40 points: it holds good and bad scores alike."),
    Limit.UNANIMOUS: _("All answers fall in one class: those who think otherwise may not have been asked yet."),
    Limit.NO_ZERO: _("No mark is 0 among many: check that the question offered 0 to 10, not 1 to 10."),
    Limit.BLANK: _("Blank answers were left out."),
    Limit.WEIGHTED: _("Under weights the interval is an approximation, by the effective number of answers."),
}


def limits_of(
    shares: Sequence[float], low: float, high: float, n: int, marks: Sequence[int] | None = None
) -> tuple[Limit, ...]:
    """Those that hold for ``n`` answers with these shares; ``marks`` counts the marks 0 to 10, where they are known."""
    if n == 0:
        return (Limit.NOBODY,)
    found = [Limit.VERY_FEW] if n < VERY_FEW else [Limit.FEW] if n < FEW else []
    if high - low > WIDE:
        found.append(Limit.WIDE)
    if max(shares) >= 1:
        found.append(Limit.UNANIMOUS)
    if marks is not None and marks[0] == 0 and n >= MANY_WITHOUT_ZERO:
        found.append(Limit.NO_ZERO)
    return tuple(found)
