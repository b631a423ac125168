"""What a page writes and a workbook reads back are the same number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.i18n import LANGUAGES, decimal, integer, percent, points
from clairevoix.reports.numbers import number_of


@given(value=st.floats(-1e6, 1e6), decimals=st.integers(1, 3), lang=st.sampled_from(LANGUAGES))
def test_decimals(value, decimals, lang):
    assert number_of(decimal(value, lang, decimals), lang).value == pytest.approx(value, abs=0.51 / 10**decimals)


@given(value=st.integers(-(10**9), 10**9), lang=st.sampled_from(LANGUAGES))
def test_integers(value, lang):
    assert number_of(integer(value, lang), lang).value == value


@given(share=st.floats(-1, 1), decimals=st.integers(0, 2), lang=st.sampled_from(LANGUAGES))
def test_shares(share, decimals, lang):
    found = number_of(percent(share, lang, decimals), lang)
    assert found.value == pytest.approx(share, abs=0.51 / 10 ** (decimals + 2))
    assert found.pattern.endswith("%")


@given(value=st.floats(-100, 100), lang=st.sampled_from(LANGUAGES))
def test_points(value, lang):
    assert number_of(points(value, lang), lang).value == pytest.approx(value, abs=0.051)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "text", ["", "–", "withheld", "retenu", "3 à 4", "3.2 to 4.1", "=1+1", "R17", "2025-06", "1,2,3", "±3"]
)
def test_what_is_no_number_stays_text(text, lang):
    assert number_of(text, lang) is None
