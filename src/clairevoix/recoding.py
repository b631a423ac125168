"""History under another codebook: what was stored is annotated again, without being heard again, or only tried.

The words of many contacts are read in parts and annotated at once (:mod:`clairevoix.annotate.many`), in as many processes
as the settings allow. The annotations of a part are appended as it is done; what makes them count is one commit at
the end, so that a pass that was killed leaves nothing that anybody reads.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from clairevoix.annotate.many import annotated
from clairevoix.charter.measures import CATALOGUE, admit_hearing, admit_measure, declared
from clairevoix.charter.retention import Kept, oldest_day
from clairevoix.charter.rules import CONSULTATION
from clairevoix.codebooks import Book, codings
from clairevoix.execute.capacity import cores
from clairevoix.execute.local import Lost, map_unordered
from clairevoix.model.annotation import Codebook, Label
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.errors import CharterRefusal, ComponentError
from clairevoix.model.outcome import Report
from clairevoix.project import Project, adopt
from clairevoix.store import checkpoints, lake, ledger
from clairevoix.store import codings as passes
from clairevoix.store.voices import n_parts, spoken
from clairevoix.store.workspace import Workspace, exclusive

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A share of the contacts, and the labels to be sought in it, by the contacts that lack them."""

    workspace: Workspace
    number: int
    n_parts: int
    labels: tuple[Label, ...]
    contacts: frozenset[str] | None = field(repr=False, default=None)


def recoded(project: Project, progress: Progress | None = None) -> Report:
    """Annotates every stored contact by the codebook in force, with those of its labels that it was not annotated by yet.

    What older versions found stays. Contacts past their term, whose deletion is due, are left alone.
    """
    with exclusive(project.workspace):
        adopt(project)
        passes.sweep(project.workspace)
        lacking = _lacking(project)
        pass_id, n_found = secrets.token_hex(8), 0
        done: list[passes.Stored] = []
        for labels, contacts in lacking:
            n_found += _annotate(project, labels, contacts, pass_id, progress)
            done += contacts
        passes.mark(project.workspace, done, pass_id, project.codebook.digest)
        lake.compact(project.workspace)
        ledger.append(project.registry, "recode", contacts=len(done), found=n_found, **project.digests)
        checkpoints.seal(project.workspace, project.registry, datetime.now(UTC))
    return Report(command="codebook annotate", counts={"contacts": len(done), "found": n_found})


def behind(project: Project) -> int:
    """How many stored contacts were not annotated by the codebook in force as a whole."""
    return sum(len(contacts) for _, contacts in _lacking(project))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a label would find: contacts before and after, those only one of them finds, and what humans coded of these.

    ``n_right`` and ``n_coded`` are, of the contacts that humans coded, those on which a version agrees with them, and all.
    """

    label: str
    before: int | None
    after: int | None
    n_before: int
    n_after: int
    n_gained: int
    n_lost: int
    n_coded: int
    n_right_before: int
    n_right_after: int


def tried(project: Project, old: Codebook, new: Book, names: Sequence[str]) -> tuple[Tried, ...]:
    """Both codebooks over all stored words, for the labels of these names; nothing is written.

    Raises CharterRefusal for a label whose measure the charter in force does not declare: of an agent's words, postures.
    """
    for book in (old, new.codebook):
        for label in book.labels:
            if label.name in names:
                _admit(project, label)
    by_name: dict[str, tuple[set[str], set[str]]] = {}
    for place, book in enumerate((old, new.codebook)):
        labels = tuple(label for label in book.labels if label.name in names)
        found = _found(project, labels)
        for name in names:
            by_name.setdefault(name, (set(), set()))[place].update(found.get(name, ()))
    coded = passes.coded(project.workspace)
    return tuple(_tried(name, by_name[name], coded.get(name, {}), old, new.codebook) for name in names)


def _admit(project: Project, label: Label) -> None:
    if label.party is Party.CUSTOMER:
        admit_measure(project.charter, "label", "contacts")
    elif not any(declared(project.charter, "posture", dimension) for dimension in CATALOGUE["posture"].dimensions):
        raise CharterRefusal(CONSULTATION.rule_id)


def _tried(name: str, found: tuple[set[str], set[str]], coded: dict[str, bool], old: Codebook, new: Codebook) -> Tried:
    before, after = found
    one, other = old.of(name), new.of(name)
    right = [sum((contact in each) is present for contact, present in coded.items()) for each in found]
    return Tried(
        label=name,
        before=one.version if one else None,
        after=other.version if other else None,
        n_before=len(before),
        n_after=len(after),
        n_gained=len(after - before),
        n_lost=len(before - after),
        n_coded=len(coded),
        n_right_before=right[0],
        n_right_after=right[1],
    )


def _found(project: Project, labels: tuple[Label, ...]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for table in _swept(project, labels, None, None):
        for name, contact in zip(table["label"].to_pylist(), table["contact_id"].to_pylist(), strict=True):
            found.setdefault(name, set()).add(contact)
    return found


def _lacking(project: Project) -> list[tuple[tuple[Label, ...], list[passes.Stored]]]:
    """The labels that stored contacts lack, with these contacts, those that lack the same together."""
    known = codings(project.registry, project.codebook)
    oldest = oldest_day(project.charter, Kept.ANALYSIS, project.today)
    groups: dict[tuple[str, ...], list[passes.Stored]] = {}
    for each in passes.stored(project.workspace, oldest, _purposes(project)):
        if project.codebook.digest in each.codebooks:
            continue
        lacks = tuple(name for name, coding in known.items() if not each.codebooks.intersection(coding.codebooks))
        groups.setdefault(lacks, []).append(each)
    labels = {label.name: label for label in project.codebook.labels}
    return [(tuple(labels[name] for name in lacks), contacts) for lacks, contacts in sorted(groups.items())]


def _purposes(project: Project) -> list[str]:
    """What recordings may be heard for by the charter in force: what may not be heard is not annotated either."""
    found = []
    for purpose in Purpose:
        with suppress(CharterRefusal):
            admit_hearing(project.charter, purpose)
            found.append(purpose.value)
    return found


def _annotate(
    project: Project,
    labels: tuple[Label, ...],
    contacts: Sequence[passes.Stored],
    pass_id: str,
    progress: Progress | None,
) -> int:
    n_found = 0
    for table in _swept(project, labels, frozenset(each.contact_id for each in contacts), progress):
        column = pa.array([pass_id] * table.num_rows, pa.string())
        lake.write_table(project.workspace, "annotations", table.append_column("pass_id", column))
        n_found += table.num_rows
    return n_found


def _swept(
    project: Project, labels: tuple[Label, ...], contacts: frozenset[str] | None, progress: Progress | None
) -> Iterator[pa.Table]:
    if not labels:
        return
    parts = n_parts(project.workspace, project.settings.execute.jobs or cores())
    wanted = [
        _Part(workspace=project.workspace, number=number, n_parts=parts, labels=labels, contacts=contacts)
        for number in range(parts)
    ]
    made = map_unordered(sweep_part, wanted, project.settings.execute.jobs) if parts > 1 else _here(wanted)
    for done, (_, table) in enumerate(made, start=1):
        if isinstance(table, Lost):
            raise ComponentError("a process that annotated died; nothing of this pass counts")
        if progress is not None:
            progress(done, parts)
        yield table


def _here(parts: Sequence[_Part]) -> Iterator[tuple[_Part, pa.Table | Lost]]:
    for part in parts:
        yield part, sweep_part(part)


def sweep_part(part: _Part) -> pa.Table:
    """The annotations of one part, as rows of the lake without their pass."""
    words = spoken(part.workspace, part.number, part.n_parts)
    if part.contacts is not None and words.num_rows:
        words = words.filter(pc.is_in(words["contact_id"], pa.array(sorted(part.contacts), pa.string())))
    return annotated(words, part.labels)
