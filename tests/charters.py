"""Any charter that the bounds allow, for property tests."""

from dataclasses import replace

from hypothesis import strategies as st

from clairevoix.charter.catalogue import CATALOGUE, PURPOSES, WIDEST_ROLES, Finest, a_measure
from clairevoix.charter.policy import BOUNDS, Charter, Strata

FLOATS = {"sampling_rate", "dominance", "chosen_share", "listening_coverage", "unchanged_alarm"}


def number(name: str) -> st.SearchStrategy[float | int]:
    bound = BOUNDS[name]
    if name in FLOATS:
        return st.floats(bound.low, bound.high)
    return st.integers(int(bound.low), int(bound.high))


@st.composite
def charters(draw: st.DrawFn) -> Charter:
    measures = []
    purposes = tuple(sorted(draw(st.sets(st.sampled_from(PURPOSES)))))
    for name, entry in sorted(CATALOGUE.items()):
        by = tuple(sorted(draw(st.sets(st.sampled_from(entry.dimensions)))))
        measure = a_measure(name, by, draw(st.sampled_from(("To know it well.", "For another reason."))))
        if by and (measure.purpose in purposes or not entry.hears):
            measures.append(replace(measure, finest=draw(st.sampled_from(Finest))))
    roles = tuple((role, tuple(sorted(draw(st.sets(st.sampled_from(names)))))) for role, names in WIDEST_ROLES)
    numbers = {name: draw(number(name)) for name in BOUNDS}
    strata = draw(st.sampled_from(Strata))
    return Charter(**numbers, sampling_strata=strata, purposes=purposes, measures=tuple(measures), roles=roles)


def one_step(charter: Charter, name: str, *, stricter: bool) -> Charter | None:
    """The same charter with one number moved as far as its bound; None where it stands there already."""
    bound = BOUNDS[name]
    towards = bound.low if (bound.stricter == "lower") is stricter else bound.high
    value = towards if name in FLOATS else int(towards)
    return None if value == getattr(charter, name) else replace(charter, **{name: value})
