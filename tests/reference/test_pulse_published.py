"""Blind signatures against RFC 9474, alpha against published numbers, omega against another way to the same maximum."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

from clairevoix.charter.blinding import IssuingKey, blind, blind_sign, encode_pss, finalize, prepare, verifies
from clairevoix.measure.vigilance.pulse import cronbach_alpha, mcdonald_omega

#: RFC 9474, appendix A.1.
VECTOR = json.loads((Path(__file__).parent / "rfc9474_a1.json").read_text())
#: R's data set `attitude` (Chatterjee & Price 1977): 30 departments, 7 items; rows are items.
ATTITUDE = {
    "rating": "43 63 71 61 81 43 58 71 72 67 64 67 69 68 77 81 74 65 65 50 50 64 53 40 63 66 78 48 85 82",
    "complaints": "51 64 70 63 78 55 67 75 82 61 53 60 62 83 77 90 85 60 70 58 40 61 66 37 54 77 75 57 85 82",
    "privileges": "30 51 68 45 56 49 42 50 72 45 53 47 57 83 54 50 64 65 46 68 33 52 52 42 42 66 58 44 71 39",
    "learning": "39 54 69 47 66 44 56 55 67 47 58 39 42 45 72 72 69 75 57 54 34 62 50 58 48 63 74 45 71 59",
    "raises": "61 63 76 54 71 54 66 70 71 62 58 59 55 59 79 60 79 55 75 64 43 66 63 50 66 88 80 51 77 64",
    "critical": "92 73 86 84 83 49 68 66 83 80 67 74 63 77 77 54 79 80 85 78 64 80 80 57 75 76 78 83 74 78",
    "advance": "45 47 48 35 47 34 35 41 31 41 34 41 25 35 46 36 63 60 46 52 33 41 37 49 33 72 49 38 55 39",
}
#: By the R package psych: `alpha(attitude)`, and the same without each item.
ALPHA, WITHOUT = 0.843, (0.810, 0.797, 0.828, 0.803, 0.795, 0.864, 0.840)


def number(name: str) -> int:
    return int(VECTOR[name], 16)


def octets(name: str) -> bytes:
    return bytes.fromhex(VECTOR[name])


def covariances(names: list[str]) -> np.ndarray:
    return np.cov([[float(each) for each in ATTITUDE[name].split()] for name in names])


def test_blind_signatures_are_those_of_the_rfc():
    n, p, q = number("n"), number("p"), number("q")
    key = IssuingKey(n=n, d=pow(65537, -1, (p - 1) * (q - 1)))
    prepared = prepare(octets("msg"), octets("msg_prefix"))
    blinded = blind(n, prepared, salt=octets("salt"), inverse=number("inv"))
    assert blinded.message == octets("blinded_msg")
    signature = finalize(n, blinded, blind_sign(key, blinded.message))
    assert signature == octets("sig")
    assert verifies(n, prepared, signature)
    assert not verifies(n, prepared[:-1] + b"\0", signature)


def test_the_encoding_is_what_the_signature_holds():
    n = number("n")
    prepared = prepare(octets("msg"), octets("msg_prefix"))
    encoded = encode_pss(prepared, n.bit_length() - 1, octets("salt"))
    assert pow(number("sig"), 65537, n) == int.from_bytes(encoded)


def test_alpha_is_that_of_the_package():
    names = list(ATTITUDE)
    assert cronbach_alpha(covariances(names)) == pytest.approx(ALPHA, abs=5e-4)


@pytest.mark.parametrize(("left_out", "published"), list(zip(ATTITUDE, WITHOUT, strict=True)))
def test_alpha_without_an_item_is_that_of_the_package(left_out, published):
    assert cronbach_alpha(covariances([name for name in ATTITUDE if name != left_out])) == pytest.approx(
        published, abs=5e-4
    )


def omega_by_descent(found: np.ndarray) -> float:
    """The same maximum of the likelihood, found by another algorithm over all loadings and variances at once."""
    k = len(found)

    def discrepancy(values: np.ndarray) -> float:
        loadings, own = values[:k], np.exp(values[k:])
        implied = np.outer(loadings, loadings) + np.diag(own)
        return float(np.linalg.slogdet(implied)[1] + np.trace(np.linalg.solve(implied, found)))

    sizes = np.sqrt(np.diag(found))
    start = np.concatenate([0.6 * sizes, np.log(0.6 * sizes**2)])
    best = minimize(discrepancy, start, method="BFGS", options={"maxiter": 2000}).x
    common, own = abs(best[:k].sum()) ** 2, np.exp(best[k:]).sum()
    return common / (common + own)


@pytest.mark.parametrize("names", [list(ATTITUDE), list(ATTITUDE)[:5], ["complaints", "learning", "raises", "advance"]])
def test_omega_is_found_by_another_way_too(names):
    found = covariances(names)
    assert mcdonald_omega(found) == pytest.approx(omega_by_descent(found), abs=2e-3)


@pytest.mark.parametrize("loadings", [(0.8, 0.7, 0.6), (0.5, 0.5, 0.5, 0.5, 0.5), (1.2, 0.4, 0.9, 0.3)])
def test_omega_of_one_factor_is_that_of_its_loadings(loadings):
    """Where the covariances are exactly those of one factor, omega follows from its definition (McDonald 1999)."""
    values, own = np.array(loadings), np.array([0.7, 0.5, 0.9, 0.6, 0.8][: len(loadings)])
    expected = values.sum() ** 2 / (values.sum() ** 2 + own.sum())
    assert mcdonald_omega(np.outer(values, values) + np.diag(own)) == pytest.approx(expected, abs=1e-5)


def test_omega_and_alpha_agree_where_all_items_load_alike():
    found = np.full((4, 4), 0.36) + np.diag([0.5] * 4)
    assert mcdonald_omega(found) == pytest.approx(cronbach_alpha(found) or 0.0, abs=1e-6)


@pytest.mark.parametrize(
    "found",
    [
        np.array([[1.0, 0.5], [0.5, 1.0]]),  # two items do not determine a factor
        np.zeros((3, 3)),  # nobody differs
        np.array([[1.0, -0.5, -0.3], [-0.5, 1.0, 0.2], [-0.3, 0.2, 1.0]]),  # items that move against each other
    ],
)
def test_omega_is_not_told_where_there_is_none(found):
    assert mcdonald_omega(found) is None
