"""Which numbers and moments may leave. The only module that constructs ``Figure``."""

from clairevoix.charter.policy import Charter
from clairevoix.charter.rules import MINIMUM_CELL, REDACTION
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.measure import Estimate, EstimateTable, Figure, Suppressed
from clairevoix.model.transcript import RedactedTranscript

Released = Figure | Suppressed


def release(charter: Charter, table: EstimateTable) -> tuple[Released, ...]:
    """Judges a whole table; its total, if any, comes first.

    A part below the minimum cell is suppressed. If the total is shown, what is hidden could be computed by
    subtraction, so the smallest further parts are suppressed until the hidden ones are two or more and together
    reach the minimum (complementary suppression; Hundepool et al. 2012, *Statistical Disclosure Control*, ch. 4).
    Exact for the one-way tables that are published; parts with nobody in them hide nobody and are simply shown.
    """
    hidden = {
        index for index, part in enumerate(table.parts) if _people(part) < charter.minimum_cell and not _is_nobody(part)
    }
    total_shown = table.total is not None and _people(table.total) >= charter.minimum_cell
    if total_shown:
        hidden |= _complement(table, hidden, charter.minimum_cell)
    released = [_judged(table, part, index not in hidden) for index, part in enumerate(table.parts)]
    if table.total is not None:
        released.insert(0, _judged(table, table.total, total_shown))
    return tuple(released)


def _people(estimate: Estimate) -> int:
    return estimate.n if estimate.n_coded is None else min(estimate.n, estimate.n_coded)


def _is_nobody(estimate: Estimate) -> bool:
    return estimate.n == 0 and estimate.n_coded is None


def _complement(table: EstimateTable, hidden: set[int], minimum: int) -> set[int]:
    """The further parts to hide, smallest first. Who is in the total and in no part is hidden already, as a part is."""
    outside = 0 if table.total is None else table.total.n - sum(part.n for part in table.parts)
    added: set[int] = set()
    candidates = sorted(
        (index for index, part in enumerate(table.parts) if index not in hidden and not _is_nobody(part)),
        key=lambda index: (_people(table.parts[index]), index),
    )
    while candidates and (hidden or 0 < outside < minimum):
        group = hidden | added
        n_groups = len(group) + (outside > 0)
        if n_groups >= 2 and outside + sum(_people(table.parts[index]) for index in group) >= minimum:
            break
        added.add(candidates.pop(0))
    return added


def _judged(table: EstimateTable, estimate: Estimate, shown: bool) -> Released:
    if shown:
        return Figure(measure=table.measure, dimension=table.dimension, period=table.period, estimate=estimate)
    return Suppressed(
        measure=table.measure,
        dimension=table.dimension,
        period=table.period,
        key=estimate.key,
        rule_id=MINIMUM_CELL.rule_id,
    )


def releasable(transcript: object) -> RedactedTranscript:
    """The same transcript, if it is a redacted one; raises CharterRefusal(R25) for anything else.

    Types say the same before the program runs; this says it while it runs, at the door of every store.
    """
    if type(transcript) is not RedactedTranscript:
        raise CharterRefusal(REDACTION.rule_id)
    return transcript


def may_excerpt(*, party: Party, purpose: Purpose) -> bool:
    """Only the customer's side of a contact held for improving the service is ever played.

    The agent's voice identifies a colleague to whoever works there; it stays in the vault.
    """
    return party is Party.CUSTOMER and purpose is Purpose.IMPROVE_SERVICE


def may_count(purpose: Purpose) -> bool:
    """A technical test enters no figure."""
    return purpose is Purpose.IMPROVE_SERVICE
