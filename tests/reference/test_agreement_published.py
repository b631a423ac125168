"""Published worked examples of Krippendorff's alpha, nominal."""

import pytest

from clairevoix.measure.agreement import krippendorff


def by_unit(*coders: str) -> list[tuple[str | None, ...]]:
    """Columns of a reliability matrix as the sources print it; a dot is a missing code."""
    rows = [[None if code in ".*" else code for code in coder.split()] for coder in coders]
    return list(zip(*rows, strict=True))


PUBLISHED = {
    # Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, § A: binary, two observers, no missing data.
    "meg-owen": (by_unit("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095),
    # The same, § B: nominal, two observers, no missing data.
    "ben-gerry": (by_unit("a a b b d c c c e d d a", "b a b b b c c c e d d d"), 0.692),
    # The same, § C: nominal, four observers, missing data; in Krippendorff's book (2019, § 12.3.4) as well.
    "four-observers": (
        by_unit(
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ),
        0.743,
    ),
    # Wikipedia, « Krippendorff's alpha », computational example: three observers, missing data.
    "three-observers": (
        by_unit(
            "* * * * * 3 4 1 2 1 1 3 3 * 3",
            "1 * 2 1 3 3 4 3 * * * * * * *",
            "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
        ),
        0.691,
    ),
}


@pytest.mark.parametrize("example", PUBLISHED)
def test_alpha_is_the_published_one(example):
    units, alpha = PUBLISHED[example]
    assert krippendorff(units).alpha == pytest.approx(alpha, abs=0.0005)


def test_counts_are_those_of_the_source():
    """Krippendorff 2011, § C: of 12 units one has a single code; 40 codes pair."""
    found = krippendorff(PUBLISHED["four-observers"][0])
    assert (found.n_units, found.n_codes) == (11, 40)
