"""Mock mystery contacts that humans noted and confirmed, from files to the lake."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from clairevoix.charter.measures import admit_collecting
from clairevoix.charter.retention import Kept, admit_age
from clairevoix.config import read_toml
from clairevoix.drawing.tally import Tally
from clairevoix.ingest.mystery import Noted, read_mystery
from clairevoix.measure.prizes.assumptions import assumptions
from clairevoix.model.errors import CharterRefusal, Code, InputError
from clairevoix.model.mystery import MysteryTest
from clairevoix.model.outcome import Report
from clairevoix.project import PRIZES_FILE, Project
from clairevoix.store import ledger, mystery
from clairevoix.store.workspace import exclusive, pseudonym


def ingest_mystery(project: Project, paths: Sequence[Path]) -> Report:
    """Stores mock mystery contacts whose notes a human confirmed, on the channels and criteria of the grid.

    Raises CharterRefusal(R9), which is then in the ledger, unless the charter in force declares what they are for.
    """
    try:
        admit_collecting(project.charter, "mystery")
    except CharterRefusal as refusal:
        ledger.append(project.registry, "refusal", rule=refusal.rule_id)
        raise
    tally = Tally(counts={"rows": 0, "stored": 0, "already_known": 0})
    grid = assumptions(read_toml(project.workspace.root / PRIZES_FILE)).grid
    with exclusive(project.workspace):
        known = set(mystery.known_tests(project.workspace))
        for path in paths:
            try:
                noted, aside = read_mystery(path, grid.criteria, project.today)
            except InputError as error:
                tally.put_aside("the file", error.code)
                continue
            except CharterRefusal as refusal:
                ledger.append(project.registry, "refusal", rule=refusal.rule_id)
                tally.put_aside("the file", Code.REFUSED, refusal.rule_id)
                continue
            for position, code in aside:
                tally.put_aside(position, code)
            new = list(_new_tests(project, noted, known, tally))
            mystery.add_tests(project.workspace, new)
            tally.add(rows=sum(len(each.notes) for each in noted), stored=len(new))
        n_stored, n_aside = tally.counts["stored"], len(tally.quarantined)
        ledger.append(project.registry, "mystery", stored=n_stored, quarantined=n_aside)
    return tally.report("ingest mystery")


def _new_tests(project: Project, noted: Sequence[Noted], known: set[str], tally: Tally) -> Iterator[MysteryTest]:
    for each in noted:
        test_id = pseudonym(project.workspace, "mystery", each.source_id)
        try:
            admit_age(project.charter, Kept.ANALYSIS, each.tested_on, project.today)
        except CharterRefusal as refusal:
            tally.put_aside(each.position, Code.REFUSED, refusal.rule_id)
            continue
        if test_id in known:
            tally.add(already_known=1)
            continue
        known.add(test_id)
        yield MysteryTest(
            test_id=test_id,
            channel=each.channel,
            tested_on=each.tested_on,
            notes=each.notes,
            confirmed_by=pseudonym(project.workspace, "coder", each.confirmed_by),
            confirmed_on=each.confirmed_on,
        )
