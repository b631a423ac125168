"""Logs of contacts of every channel, without sound, from files to the lake."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from clairevoix.charter.retention import Kept, oldest_day
from clairevoix.config import read_toml
from clairevoix.drawing.tally import Tally
from clairevoix.ingest.calls import declared_teams
from clairevoix.ingest.contact_log import Places, read_contact_declaration, read_contact_log
from clairevoix.model.errors import Code, InputError
from clairevoix.model.logged import LoggedContact
from clairevoix.model.outcome import Report
from clairevoix.project import ORGANISATION_FILE, Project
from clairevoix.store import contact_log, ledger, tombstones
from clairevoix.store.tombstones import Kind
from clairevoix.store.workspace import exclusive, pseudonym


def ingest_contacts(project: Project, paths: Sequence[Path]) -> Report:
    """Stores the log of contacts of every channel, each contact once."""
    tally = Tally(counts={"rows": 0, "stored": 0, "already_known": 0})
    with exclusive(project.workspace):
        places = Places(
            sites=project.sites, teams=declared_teams(read_toml(project.workspace.root / ORGANISATION_FILE))
        )
        for path in paths:
            try:
                _one_contact_log(project, path, places, tally)
            except InputError as error:
                tally.put_aside(error.position or "the file", error.code)
        n_stored, n_aside = tally.counts["stored"], len(tally.quarantined)
        ledger.append(project.registry, "contacts", stored=n_stored, quarantined=n_aside)
    return tally.report("ingest contacts")


def _one_contact_log(project: Project, path: Path, places: Places, tally: Tally) -> None:
    """Nothing of a file is stored before all of it was read."""
    declaration, counts = read_contact_declaration(path), Counter[str]()
    gone, oldest = tombstones.read(project.workspace), oldest_day(project.charter, Kept.COMMENT, project.today)
    kept, positions = list[LoggedContact](), list[str]()
    rows = read_contact_log(path, declaration, places, partial(pseudonym, project.workspace), counts)
    for number, found in enumerate(rows, start=1):
        counts["rows"] += 1
        if isinstance(found, tuple):
            tally.put_aside(*found)
        elif found.customer is not None and gone.has(Kind.CUSTOMER, found.customer):
            counts["objected"] += 1
        else:
            # Whose it was is forgotten, on demand or with its term, and stays so.
            is_gone = found.started_on < oldest or gone.has(Kind.RESPONSE, found.entry_id)
            kept.append(replace(found, customer=None) if is_gone else found)
            positions.append(f"row {number}")
    added = contact_log.add(project.workspace, kept)
    for place in added.contradicting:
        tally.put_aside(positions[place], Code.DUPLICATE_ID)
    tally.add(**counts, stored=added.stored, already_known=added.already_known)
