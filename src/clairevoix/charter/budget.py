"""How often one person may be evaluated: a budget per period, over people and machines together.

Being watched often weighs on people whatever is done with it (Holman, Chissick & Totterdell 2002), so what counts is each
evaluation that was drafted, however it ended: a void one is not given back, or voiding would be a way to evaluate again.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from fractions import Fraction

from clairevoix.charter.rules import BUDGET
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.evaluation import Drawn, Reason, Spent

RULE_ID = BUDGET.rule_id
FIRST_DAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetTerms:
    """``limit`` evaluations per person in ``days``; of all people's, ``chosen_share`` (0 to 1) at most are not drawn.

    Without a charter in force the limit is 0: nobody is evaluated.
    """

    limit: int = 0
    days: int = 30
    chosen_share: float = 0.0


def day_at(moment: datetime, place: tzinfo) -> date:
    """The day of a moment where the work is done. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).astimezone(place).date()


def period_of(day: date, days: int, latest: date | None = None) -> date:
    """The first day of the period that an evaluation of ``day`` is debited to.

    Periods of so many days follow each other since Monday 1 January 2024, the same for everybody: nobody chooses where
    one begins. ``latest`` is the latest period that anything was ever debited to. A clock that was set back reaches no
    earlier one: nothing that a budget bore is forgotten.

    >>> period_of(date(2026, 11, 25), 30)
    datetime.date(2026, 11, 16)
    """
    start = day - timedelta(days=(day - FIRST_DAY).days % days)
    return start if latest is None else max(start, latest)


def admit_debit(terms: BudgetTerms, spent: Spent, drawn: Drawn, reason: Reason | None) -> None:
    """Raises CharterRefusal(R5) if the budgets of the period do not bear one more evaluation of this person.

    A chosen contact needs a reason, one that the draw took has none. Chosen ones are at most one for each person and
    ``chosen_share`` of all that were made so far, this one included: the first of a period are always drawn.
    """
    is_chosen = drawn is Drawn.CHOSEN
    share = Fraction(str(terms.chosen_share))
    too_chosen = is_chosen and (spent.n_chosen >= 1 or spent.n_all_chosen + 1 > share * (spent.n_all + 1))
    if spent.n >= terms.limit or too_chosen or (reason is not None) is not is_chosen:
        raise CharterRefusal(RULE_ID)
