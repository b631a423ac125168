"""A draw done again before whoever doubts it: the same list, the seed that was committed to, and what became of the drawn."""

from collections.abc import Sequence
from pathlib import Path

from clairevoix.charter.admission import EVERYTHING, Entry, plan_of, seed_commitment, verify_draw, verify_seed
from clairevoix.charter.rules import SAMPLING
from clairevoix.ingest.calls import Listed, list_calls
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.outcome import Report
from clairevoix.project import Project
from clairevoix.store import ledger, registry
from clairevoix.store.registry import Draw
from clairevoix.store.workspace import pseudonym, secret


def list_mark(project: Project, purpose: Purpose, stratum: str, source_ids: Sequence[str]) -> str:
    """The name under which a list, or a stratum of it, is on record: the same contacts have the same."""
    of_stratum = [] if stratum == EVERYTHING else [stratum]
    return pseudonym(project.workspace, "list", "\0".join([purpose, *of_stratum, *sorted(source_ids)]))


def recount(project: Project, paths: Sequence[Path], seed_name: str) -> Report:
    """Draws again from the lists that were drawn from, and compares with what is registered.

    Each list, or stratum of one, at the rate that its draw had; one that changed since, at the highest there was. ``outside``
    are contacts of these lists that are registered though the seed does not draw them; ``left_out`` drawn ones
    that are not: objected to, past their term, or put aside. Raises CharterRefusal(R4) where the seed is not the one of the
    ledger, or anything is outside.
    """
    seed = secret(project.workspace, seed_name)
    entries, rates = _listed(project, paths)
    if not all(verify_seed(seed, each) for each in _commitments(project)):
        raise CharterRefusal(SAMPLING.rule_id)
    drawn = set(verify_draw(seed, entries.values(), rates))
    known = set(registry.known_marks(project.registry))
    there = {each for each in entries if pseudonym(project.workspace, "contact", each) in known}
    counts = {
        "listed": len(entries),
        "drawn": len(drawn),
        "registered": len(there),
        "left_out": len(drawn - there),
        "outside": len(there - drawn),
    }
    ledger.append(project.registry, "recount", commitment=seed_commitment(seed), **counts)
    if counts["outside"]:
        raise CharterRefusal(SAMPLING.rule_id)
    return Report(command="charter recount", counts=counts)


def _draws(project: Project) -> list[Draw]:
    return [draw for draw in registry.draws(project.registry) if draw.purpose is not Purpose.TECHNICAL_TEST]


def _commitments(project: Project) -> set[str]:
    """What was committed to, by the ledger and by the record of each draw."""
    in_ledger = {str(entry.facts["commitment"]) for entry in ledger.entries(project.registry, event="seed")}
    return in_ledger | {draw.seed_commitment for draw in _draws(project)}


def _listed(project: Project, paths: Sequence[Path]) -> tuple[dict[str, Entry], dict[str, float]]:
    """The contacts listed, each once, and the rate of each stratum."""
    plan, entries, by_stratum = plan_of(project.charter), dict[str, Entry](), dict[str, list[str]]()
    for each in (entry for path in paths for entry in list_calls(path) if isinstance(entry, Listed)):
        stratum = plan.stratum(site=each.row.get("site"), started_at=each.row.get("started_at", ""))
        if each.source_id not in entries:
            entries[each.source_id] = Entry(source_id=each.source_id, stratum=stratum)
            by_stratum.setdefault(stratum, []).append(each.source_id)
    by_mark = {draw.list_mark: draw.rate for draw in _draws(project)}
    highest = max(by_mark.values(), default=0.0)
    rates = {
        stratum: next((by_mark[mark] for mark in _marks(project, stratum, ids) if mark in by_mark), highest)
        for stratum, ids in by_stratum.items()
    }
    return entries, rates


def _marks(project: Project, stratum: str, source_ids: Sequence[str]) -> list[str]:
    drawn_for = (purpose for purpose in Purpose if purpose is not Purpose.TECHNICAL_TEST)
    return [list_mark(project, purpose, stratum, source_ids) for purpose in drawn_for]
