"""Is one charter stricter than another? Only then may one key alone put it in force."""

from clairevoix.charter.catalogue import Finest, Measure
from clairevoix.charter.policy import BOUNDS, Charter, Stricter
from clairevoix.charter.rules import TIGHTENING
from clairevoix.model.errors import CharterRefusal

_RULE_ID = TIGHTENING.rule_id


def looser(in_force: Charter, proposed: Charter) -> tuple[str, ...]:
    """What the proposed charter does not keep at least as strict, by name; empty for a pure tightening.

    >>> looser(Charter(), Charter(sampling_rate=0.01, minimum_cell=30)), looser(Charter(), Charter(sampling_rate=0.03))
    ((), ('sampling_rate',))
    """
    found = [name for name in BOUNDS if not _is_kept(name, getattr(in_force, name), getattr(proposed, name))]
    if proposed.sampling_strata is not in_force.sampling_strata:  # another draw, neither stricter nor looser
        found.append("sampling_strata")
    if not set(proposed.purposes) <= set(in_force.purposes):
        found.append("purposes")
    if not all(any(_covers(each, measure) for each in in_force.measures) for measure in proposed.measures):
        found.append("measures")
    before = dict(in_force.roles)
    if not all(set(names) <= set(before.get(role, ())) for role, names in proposed.roles):
        found.append("roles")
    if not set(proposed.reorganisations) <= set(in_force.reorganisations):
        found.append("reorganisations")
    return tuple(found)


def tighter(in_force: Charter, proposed: Charter) -> bool:
    """Whether every setting is at least as strict: a partial order over charters. A charter is as strict as itself."""
    return not looser(in_force, proposed)


def changed(in_force: Charter, proposed: Charter) -> tuple[str, ...]:
    """The settings that differ, by name."""
    names = (*BOUNDS, "sampling_strata", "purposes", "measures", "roles", "reorganisations")
    return tuple(name for name in names if getattr(in_force, name) != getattr(proposed, name))


def admit_tightening(in_force: Charter, proposed: Charter) -> None:
    """Raises CharterRefusal(R23) unless one key suffices: something is stricter and nothing looser."""
    if in_force == proposed or not tighter(in_force, proposed):
        raise CharterRefusal(_RULE_ID)


def _is_kept(name: str, before: float, after: float) -> bool:
    return after <= before if BOUNDS[name].stricter is Stricter.LOWER else after >= before


def _covers(wide: Measure, narrow: Measure) -> bool:
    """Whether what ``narrow`` tells, ``wide`` tells too, of the same people and for the same reason."""
    same = (wide.name, wide.subject, wide.purpose, wide.why) == (
        narrow.name,
        narrow.subject,
        narrow.purpose,
        narrow.why,
    )
    return same and set(narrow.by) <= set(wide.by) and (wide.finest is narrow.finest or narrow.finest is Finest.MONTH)
