"""How far two sounds are apart, for the weighted edit distance: in hundredths of a wrong sound."""

import numpy as np
import numpy.typing as npt

#: Every sign, the first standing for none.
SIGNS = "_aeEiouy2@AIUpbtdkgfvszSZmnJNlRjwhTD"
_VOWELS = frozenset("aeEiouy2@AIU")
#: What a missing or an added sound costs, where it is less than a wrong one: weak sounds go first on a bad line.
_WEAK = {"@": 20, "h": 30, "j": 50, "w": 50, "R": 60, "l": 70, "y": 80, "i": 80, "e": 80, "E": 80, "2": 70}
_USUAL = 100
_ACROSS = 150
_VOWEL = 80
_NEAR = {
    10: "eE 2@ o@",
    20: "uw ij yw oU",
    30: "pb td kg fv sz SZ TD nJ nN mN Td Dd Ts",
    40: "mn AU AI 2o 2e @e @E y2 iy ei uo aA TD Tf Dv",
    50: "EI aE lR oA uU sS zZ tk pt dg bd bv yu ie fs vz",
    60: "pf ao ae kp nl ml nd mb",
}


def sign_numbers(sounds: str) -> npt.NDArray[np.int8]:
    """Signs as numbers, those that are unknown left out."""
    return np.array([SIGNS.index(sign) for sign in sounds if sign in SIGNS], dtype=np.int8)


def _gaps() -> npt.NDArray[np.int16]:
    return np.array([_WEAK.get(sign, _USUAL) for sign in SIGNS], dtype=np.int16)


def _swaps() -> npt.NDArray[np.int16]:
    n = len(SIGNS)
    costs = np.full((n, n), _USUAL, dtype=np.int16)
    for one, first in enumerate(SIGNS):
        for other, second in enumerate(SIGNS):
            if (first in _VOWELS) != (second in _VOWELS):
                costs[one, other] = _ACROSS
            elif first in _VOWELS:
                costs[one, other] = _VOWEL
    for cost, pairs in _NEAR.items():
        for pair in pairs.split():
            one, other = SIGNS.index(pair[0]), SIGNS.index(pair[1])
            costs[one, other] = costs[other, one] = cost
    np.fill_diagonal(costs, 0)
    return costs


#: The cost of a sound that is missing or added, by its number.
GAPS = _gaps()
#: The cost of one sound for another.
SWAPS = _swaps()
