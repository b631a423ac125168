"""Acts of evaluation that other systems counted, from files to the lake."""

from collections.abc import Sequence
from pathlib import Path

from clairevoix.charter.measures import admit_measure
from clairevoix.drawing.tally import Tally
from clairevoix.ingest.acts import read_acts
from clairevoix.model.errors import CharterRefusal, Code, InputError
from clairevoix.model.outcome import Report
from clairevoix.model.vigilance import ActCell, ActKind, Spread
from clairevoix.project import Project
from clairevoix.store import acts, ledger
from clairevoix.store.workspace import exclusive


def ingest_acts(project: Project, paths: Sequence[Path]) -> Report:
    """Stores acts of evaluation that other systems counted, by team and month; what is there is not counted twice.

    Raises CharterRefusal(R9) where the charter in force does not declare the measure; the refusal is in the ledger.
    """
    try:
        admit_measure(project.charter, "evaluation", "month")
    except CharterRefusal as refusal:
        ledger.append(project.registry, "refusal", rule=refusal.rule_id)
        raise
    tally = Tally(counts={"rows": 0, "stored": 0, "already_known": 0})
    with exclusive(project.workspace):
        cells = {(each.month, each.site, each.team, each.act) for each in acts.counted(project.workspace)}
        spreads = {(each.period, each.times) for each in acts.spreads(project.workspace)}
        new: list[ActCell | Spread] = []
        for path in paths:
            try:
                found = read_acts(path, project.sites)
            except InputError as error:
                tally.put_aside(error.position or "the file", error.code)
                continue
            tally.add(rows=len(found))
            for position, each in found:
                if isinstance(each, Code):
                    tally.put_aside(position, each)
                elif _is_new(each, cells, spreads):
                    new.append(each)
                else:
                    tally.add(already_known=1)
        acts.add(
            project.workspace,
            [each for each in new if isinstance(each, ActCell)],
            [each for each in new if isinstance(each, Spread)],
        )
        tally.add(stored=len(new))
        ledger.append(project.registry, "acts", stored=len(new), quarantined=len(tally.quarantined))
    return tally.report("ingest acts")


def _is_new(each: ActCell | Spread, cells: set[tuple[str, str, str, ActKind]], spreads: set[tuple[str, int]]) -> bool:
    """Whether nothing is known of its place yet; it is from now on."""
    if isinstance(each, ActCell):
        place = (each.month, each.site, each.team, each.act)
        known = place in cells
        cells.add(place)
        return not known
    known = (each.period, each.times) in spreads
    spreads.add((each.period, each.times))
    return not known
