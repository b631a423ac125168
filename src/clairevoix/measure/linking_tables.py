"""How many answers follow a heard contact, of which sites and channels, and how these answers differ from the others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from clairevoix.measure.flags import counts_of
from clairevoix.measure.linking import UNSTATED, standardised
from clairevoix.measure.nps.difference import difference
from clairevoix.measure.proportion import TOTAL, counted, proportion_table
from clairevoix.measure.tables import nps_table, summed
from clairevoix.model.measure import Estimate, EstimateTable, Figure, NpsCell, Suppressed

#: An answer: its identifier, its site, its channel, its score.
Fact = tuple[str, str | None, str | None, int]
LINKED, OTHERS = "linked", "others"
_PLACES = {"site": 1, "channel": 2}


def linkage_tables(
    survey_id: str, answers: Sequence[Fact], linked: Collection[str], level: float
) -> tuple[EstimateTable, ...]:
    """The share of answers that were linked, by site and by channel, and the score of the linked beside the others'."""
    tables = []
    for name, place in _PLACES.items():
        counts: dict[str, tuple[int, int]] = {}
        for answer in sorted(answers, key=lambda each: str(each[place] or UNSTATED)):
            part, whole = counts.get(str(answer[place] or UNSTATED), (0, 0))
            counts[str(answer[place] or UNSTATED)] = (part + (answer[0] in linked), whole + 1)
        tables.append(proportion_table(("linkage", name, survey_id), counts, level))
    cells = [
        _cell(key, [answer[3] for answer in answers if (answer[0] in linked) is is_linked])
        for key, is_linked in ((LINKED, True), (OTHERS, False))
    ]
    scores = nps_table("category", survey_id, cells, summed(cells), level)
    return (*tables, replace(scores, measure="linked-nps"))


def told_of(released: Sequence[Figure | Suppressed], survey_id: str) -> dict[str, object]:
    """What the linked differ in, from released figures alone, as plain values.

    For each site and channel, the standardised difference of its share among the linked and among the others; and the gap
    between the scores of the two, in points, with its bounds. None where a figure that it needs was not released.
    """
    shown = [each for each in released if isinstance(each, Figure) and each.period == survey_id]
    found: list[dict[str, object]] = []
    for name in _PLACES:
        counts = counted([each.estimate for each in shown if (each.measure, each.dimension) == ("linkage", name)])
        n_linked, n = counts.get(TOTAL, (0, 0))
        for key, (part, whole) in counts.items():
            if key == TOTAL or not 0 < n_linked < n:
                continue
            shares = (part / n_linked, (whole - part) / (n - n_linked))
            value = standardised(*shares)
            found.append({"dimension": name, "key": key, "linked": shares[0], "others": shares[1], "value": value})
    scores = {each.estimate.key: each.estimate for each in shown if each.measure == "linked-nps"}
    return {"differences": found, "gap": _gap(scores)}


def _gap(scores: Mapping[str, Estimate]) -> dict[str, float | None] | None:
    counts = [counts_of(scores[key]) for key in (OTHERS, LINKED) if key in scores]
    known = [each for each in counts if each is not None]
    if len(known) < 2:
        return None
    found = difference(known[0], known[1])
    return {"value": found.value, "low": found.low, "high": found.high}


def _cell(key: str, scores: Sequence[int]) -> NpsCell:
    promoters, detractors = sum(score >= 9 for score in scores), sum(score <= 6 for score in scores)
    passives = len(scores) - promoters - detractors
    return NpsCell(key=key, n_promoters=promoters, n_passives=passives, n_detractors=detractors)
