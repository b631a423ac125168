"""Many cells at once: what is refused, and the shape of what comes."""

import numpy as np
import pytest

from clairevoix.measure import nps
from clairevoix.model.errors import Code, InputError


def test_sites_by_months_keep_their_shape():
    counts = np.arange(200 * 36).reshape(200, 36) % 50
    found = nps.net_promoter_scores(counts, 2, counts[::-1])
    assert found.value.shape == found.low.shape == found.high.shape == found.n.shape == (200, 36)
    assert np.all(found.low <= found.value)
    assert np.all(found.value <= found.high)


#: Arguments and the name of the one that is refused.
REFUSED = [
    (([1], [1], [-1]), {}, "counts"),
    (([1], [1], [np.inf]), {}, "counts"),
    (([1], [1], [np.nan]), {}, "counts"),
    (([1], [1], [1]), {"method": "magic"}, "method"),
    (([1], [1], [1]), {"level": 1.0}, "level"),
    (([1.5], [1], [1]), {"method": "bootstrap"}, "counts"),
]


@pytest.mark.parametrize(("counts", "settings", "name"), REFUSED)
def test_what_is_no_count_is_refused(counts, settings, name):
    with pytest.raises(InputError) as refused:
        nps.net_promoter_scores(*counts, **settings)
    assert (refused.value.code, refused.value.position) == (Code.BAD_VALUE, name)


def test_no_cells_are_no_scores():
    assert nps.net_promoter_scores([], [], []).value.shape == (0,)
    assert nps.net_promoter_scores([], [], [], method="dirichlet").value.shape == (0,)


def test_fractions_of_answers_have_intervals():
    # Half the answers, with the same shares, are wider by about √2.
    few, many = (nps.net_promoter_scores(50.5 * k, 33.0 * k, 16.5 * k) for k in (1, 2))
    assert (few.high - few.low) / (many.high - many.low) == pytest.approx(2**0.5, rel=0.01)
