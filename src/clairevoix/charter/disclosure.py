"""Which numbers and moments may leave. The only module that constructs ``Figure``."""

from collections.abc import Mapping, Sequence
from typing import Any

from clairevoix.charter.audit import Population, Row
from clairevoix.charter.cube import CUSTOMERS, Counted, alone, counted_people
from clairevoix.charter.gate import Cell, Cube, admitted
from clairevoix.charter.policy import Charter
from clairevoix.charter.rules import MINIMUM_CELL, REDACTION
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.measure import Estimate, EstimateTable, Figure, Suppressed
from clairevoix.model.transcript import RedactedTranscript

Released = Figure | Suppressed


def release(charter: Charter, table: EstimateTable) -> tuple[Released, ...]:
    """Judges one table whose parts share nobody, as if nothing else were published; its total, if any, comes first.

    See :func:`released_together`, which judges whatever is published together.
    """
    counted, populations = alone(table)
    return released_together(charter, [counted], populations)


def released_together(
    charter: Charter,
    tables: Sequence[Counted],
    populations: Mapping[str, Population],
    *,
    earlier: Sequence[Cell] = (),
) -> tuple[Released, ...]:
    """Judges all tables of a publication at once, in their order, each with its total first.

    A number is withheld if it rests on fewer people than the minimum, or on the work of fewer, or mostly on that of one. Of
    the others, those are withheld with which somebody could be computed: a person, a colleague by one who knows the own
    value, the sum of a group below the minimum, or a withheld number. ``earlier`` cells, published before, stay known.
    First come the earlier tables, and within a table its total and the greatest parts (secondary suppression; Hundepool et
    al. 2012, *Statistical Disclosure Control*, ch. 4). The audit decides, see :mod:`clairevoix.charter.audit`.
    """
    judged = [(counted.table, estimate, cell) for counted in tables for estimate, cell in counted.cells()]
    empty = [_is_nobody(table, estimate) for table, estimate, _ in judged]
    held = [is_sensitive(charter, each) and not empty[place] for place, (_, each, _) in enumerate(judged)]
    numbers = {id(each.table): number for number, each in enumerate(tables)}
    order = sorted(
        (place for place in range(len(judged)) if not held[place] and not empty[place]),
        key=lambda place: (numbers[id(judged[place][0])], *_rank(*judged[place][:2]), -place),
    )
    minimum = dict.fromkeys(populations, charter.minimum_cell)
    if CUSTOMERS in minimum:
        minimum[CUSTOMERS] = max(charter.minimum_cell, charter.minimum_answers)
    cube = Cube(
        cells=[judged[place][2] for place in order],
        populations=populations,
        earlier=earlier,
        held=_held(judged, held, populations, minimum, earlier),
        minimum=minimum,
    )
    shown = {place for place, is_in in zip(order, admitted(cube), strict=True) if is_in}
    return tuple(
        _judged(table, estimate, place in shown or empty[place]) for place, (table, estimate, _) in enumerate(judged)
    )


def is_sensitive(charter: Charter, estimate: Estimate) -> bool:
    """Whether a number may not stand even alone.

    It rests on too few people, on the work of too few, on too few answers, or mostly on one contributor.
    """
    is_few = counted_people(estimate) < charter.minimum_cell or estimate.n < charter.minimum_answers
    is_few_at_work = estimate.n_people is not None and estimate.n_people < charter.minimum_cell
    is_dominated = estimate.largest is not None and estimate.largest > charter.dominance
    return is_few or is_few_at_work or is_dominated


def _is_nobody(table: EstimateTable, estimate: Estimate) -> bool:
    """A part with nobody in it hides nobody and is simply shown."""
    return estimate.n == 0 and estimate.n_coded is None and estimate is not table.total


def _rank(table: EstimateTable, estimate: Estimate) -> tuple[bool, int]:
    """Within a table, totals come first, then the greater; of two equals, the later."""
    return estimate is not table.total, -counted_people(estimate)


def _held(
    judged: Sequence[tuple[EstimateTable, Estimate, Cell]],
    held: Sequence[bool],
    populations: Mapping[str, Population],
    minimum: Mapping[str, int],
    earlier: Sequence[Cell],
) -> list[Row]:
    """The sums withheld that must not follow, where the number of their people does not say so by itself.

    Where figures imply further sums, all of them are watched.
    """
    implied = any(cell.implied for cell in (*earlier, *(cell for _, _, cell in judged)))
    found: list[Row] = []
    for (_, _, cell), is_held in zip(judged, held, strict=True):
        if is_held and (
            implied or not any(populations[name].people(row) < minimum[name] for name, row in cell.among.items())
        ):
            found += cell.among.values()
    return found


def _judged(table: EstimateTable, estimate: Estimate, shown: bool) -> Released:
    if shown:
        return Figure(measure=table.measure, dimension=table.dimension, period=table.period, estimate=estimate)
    return withheld(table, estimate)


def withheld(table: EstimateTable, estimate: Estimate) -> Suppressed:
    """The absence of a number."""
    return Suppressed(
        measure=table.measure,
        dimension=table.dimension,
        period=table.period,
        key=estimate.key,
        rule_id=MINIMUM_CELL.rule_id,
    )


def figure_again(row: Mapping[str, Any]) -> Figure:
    """A figure that was released once, read back from what the registry noted of it."""
    return Figure(**{**row, "estimate": Estimate(**row["estimate"])})


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
