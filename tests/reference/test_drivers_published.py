"""Published values of LMG and of the proportional-odds logit, pseudo-R² by statsmodels, and how often intervals hold the truth."""

from itertools import product

import numpy as np
import pytest

from clairevoix.measure import drivers

NO_BOUNDS = drivers.Effort(resamples=0)
SWISS_NAMES = ("Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality")
# Fertility and socio-economic indicators of 47 provinces, 1888 (Mosteller & Tukey 1977; R's datasets::swiss): fertility, then
# the five above.
SWISS = """
    80.2 17 15 12 9.96 22.2   83.1 45.1 6 9 84.84 22.2   92.5 39.7 5 5 93.4 20.2    85.8 36.5 12 7 33.77 20.3
    76.9 43.5 17 15 5.16 20.6 76.1 35.3 9 7 90.57 26.6   83.8 70.2 16 7 92.85 23.6  92.4 67.8 14 8 97.16 24.9
    82.4 53.3 12 7 97.67 21   82.9 45.2 16 13 91.38 24.4 87.1 64.5 14 6 98.61 24.5  64.1 62 21 12 8.52 16.5
    66.9 67.5 14 7 2.27 19.1  68.9 60.7 19 12 4.43 22.7  61.7 69.3 22 5 2.82 18.7   68.3 72.6 18 2 24.2 21.2
    71.7 34 17 8 3.3 20       55.7 19.4 26 28 12.11 20.2 54.3 15.2 31 20 2.15 10.8  65.1 73 19 9 2.84 20
    65.5 59.8 22 10 5.23 18   65 55.1 14 3 4.52 22.4     56.6 50.9 22 12 15.14 16.7 57.4 54.1 20 6 4.2 15.3
    72.5 71.2 12 1 2.4 21     74.2 58.1 14 8 5.23 23.8   72 63.5 6 3 2.56 18        60.5 60.8 16 10 7.72 16.3
    58.3 26.8 25 19 18.46 20.9 65.4 49.5 15 8 6.1 22.5   75.5 85.9 3 2 99.71 15.1   69.3 84.9 7 6 99.68 19.8
    77.3 89.7 5 2 100 18.3    70.5 78.2 12 6 98.96 19.4  79.4 64.9 7 3 98.22 20.2   65 75.9 9 9 99.06 17.8
    92.2 84.6 3 3 99.46 16.3  79.3 63.1 13 13 96.83 18.1 70.4 38.4 26 12 5.62 20.3  65.7 7.7 29 11 13.79 20.5
    72.7 16.7 22 13 11.22 18.9 64.4 17.6 35 32 16.92 23  77.6 37.6 15 7 4.97 20     67.6 18.7 25 7 8.65 19.5
    35 1.2 37 53 42.34 18     44.7 46.6 16 29 50.43 18.2 42.8 27.7 22 29 58.33 19.3
"""
# Tenants of Copenhagen by satisfaction (fastest), influence, type of flat and contact (Madsen 1976; R's MASS::housing).
HOUSING = """
    21 21 28 34 22 36 10 11 36 61 23 17 43 35 40 26 18 54 13 9 10 8 8 12 6 7 9 18 6 7 15 13 13 7 5 11
    14 19 37 17 23 40 3 5 23 78 46 43 48 45 86 15 25 62 20 23 20 10 22 24 7 10 21 57 23 13 31 21 13 5 6 13
"""
# Bitterness of 72 tastings: nine judges by eight glasses; warm in the last four of eight, contact in every other pair
# (Randall 1989; R's ordinal::wine).
WINE = """
    2 3 3 4 4 4 5 5 1 2 1 3 2 3 5 4 2 3 3 2 5 5 4 4 3 2 3 2 3 2 5 3 2 3 4 3
    3 3 3 3 3 2 3 2 2 4 5 4 1 1 2 2 2 3 2 3 2 2 2 3 3 3 3 4 1 2 3 2 3 2 4 4
"""


def swiss() -> tuple[np.ndarray, dict[str, np.ndarray]]:
    table = np.array(SWISS.split(), dtype=float).reshape(47, 6)
    return table[:, 0], dict(zip(SWISS_NAMES, table.T[1:], strict=True))


def housing() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Satisfaction 1 to 3; influence medium, high, apartment, atrium, terrace, high contact as 0 and 1; how many tenants."""
    rows = np.array([row[::-1] for row in product(range(2), range(4), range(3), range(3))])
    indicators = [rows[:, 1] == 1, rows[:, 1] == 2, *(rows[:, 2] == kind for kind in (1, 2, 3)), rows[:, 3] == 1]
    return rows[:, 0] + 1.0, np.column_stack(indicators).astype(float), np.array(HOUSING.split(), dtype=float)


def wine() -> tuple[np.ndarray, np.ndarray]:
    bottle = np.arange(72) % 8
    return np.array(WINE.split(), dtype=float), np.column_stack([bottle >= 4, bottle % 4 >= 2]).astype(float)


#: Weights, R², parts: relaimpo 2.2-7, calc.relimp(lm(Fertility ~ ., swiss, weights), type = "lmg"), as a public test suite of
#: another package quotes it; without weights also Grömping 2006, J. Stat. Softw. 17(1), to fewer digits.
LMG = [
    (
        None,
        0.706735001593,
        [0.0570912207681, 0.1711730289002, 0.2601346786244, 0.1055701503735, 0.1127659229265],
    ),
    (
        1 + np.arange(1, 48) % 3,
        0.694332891423,
        [0.0518208063017, 0.1549452302086, 0.2559770835712, 0.1019573530969, 0.1296324182449],
    ),
]


@pytest.mark.parametrize(("weights", "r_squared", "parts"), LMG, ids=["plain", "weighted"])
def test_parts_are_relaimpos(weights, r_squared, parts):
    found = drivers.importance(*swiss(), weights, effort=NO_BOUNDS)
    assert found.r_squared == pytest.approx(r_squared, abs=1e-11)
    assert [driver.part for driver in found.drivers] == pytest.approx(parts, abs=1e-12)


def test_correlations_squared_are_relaimpos_first():
    # The same source: type = "first".
    first = [0.124664909906, 0.417164470501, 0.440615646724, 0.215003501619, 0.173518927325]
    found = drivers.importance(*swiss(), effort=NO_BOUNDS)
    assert [driver.correlation**2 for driver in found.drivers] == pytest.approx(first, abs=1e-11)


def test_two_drivers_are_domirs():
    # calc.relimp(mpg ~ am + vs + cyl, mtcars, type = "lmg") in the README of the R package domir.
    am = "1 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 1 1 0 0 0 0 0 1 1 1 1 1 1 1"
    vs = "0 0 1 1 0 1 0 1 1 1 1 0 0 0 0 0 0 1 1 1 1 0 0 0 0 1 0 1 0 0 0 1"
    cyl = "6 6 4 6 8 6 8 4 4 6 6 8 8 8 8 8 8 4 4 4 4 8 8 8 8 4 4 4 8 6 8 4"
    mpg = """21 21 22.8 21.4 18.7 18.1 14.3 24.4 22.8 19.2 17.8 16.4 17.3 15.2 10.4 10.4 14.7 32.4 30.4 33.9 21.5 15.5 15.2
        13.3 19.2 27.3 26 30.4 15.8 19.7 15 21.4"""
    columns = {name: [float(each) for each in text.split()] for name, text in (("am", am), ("vs", vs), ("cyl", cyl))}
    found = drivers.importance([float(each) for each in mpg.split()], columns, effort=NO_BOUNDS)
    parts = {driver.name: driver.part for driver in found.drivers}
    assert parts == pytest.approx({"am": 0.1774892, "vs": 0.2027032, "cyl": 0.3817849}, abs=1e-7)


def test_tenants_are_those_of_venables_and_ripley():
    # MASS::polr(Sat ~ Infl + Type + Cont, weights = Freq, data = housing): Venables & Ripley 2002, *Modern Applied Statistics
    # with S*, § 7.3; further digits by ordinal::clm, which settles closer.
    marks, columns, weights = housing()
    found = drivers.fit_sets(marks, columns, weights, np.array([2**6 - 1]))
    assert weights.sum() == 1681
    polr = [0.5663937, 1.2888191, -0.5723501, -0.3661866, -1.0910149, 0.3602841]
    assert found.coefficients[0] == pytest.approx(polr, abs=1e-6)
    clm = [0.566393737902, 1.288819110364, -0.572350002038, -0.366186370687, -1.091014658963, 0.360284004567]
    assert found.coefficients[0] == pytest.approx(clm, abs=2e-7)
    assert found.thresholds[0] == pytest.approx([-0.496135138189, 0.690708259254], abs=2e-7)
    assert -2 * found.log_likelihood[0] == pytest.approx(3479.149, abs=5e-4)
    assert found.log_likelihood[0] == pytest.approx(-1739.57464953, abs=1e-7)
    assert found.null == pytest.approx(-1824.43881052, abs=1e-7)


def test_tastings_are_those_of_statsmodels():
    # statsmodels' OrderedModel: slopes, thresholds, log-likelihood; ordinal::clm says the same to fewer digits.
    marks, columns = wine()
    found = drivers.fit_sets(marks, columns, np.ones(72), np.array([3]))
    assert found.coefficients[0] == pytest.approx([2.503102007, 1.527797658], abs=1e-7)
    assert found.thresholds[0] == pytest.approx([-1.344383411, 1.250808798, 3.466886926, 5.006404204], abs=1e-7)
    assert found.log_likelihood[0] == pytest.approx(-86.49192336564909, abs=1e-9)


#: Model, and the parts of temperature, contact and, as a third, the number of the judge. The pseudo-R² of all seven models are
#: those of statsmodels 0.15.0 (OrderedModel, logit, BFGS to a gradient of 1e-10), computed in an environment of its own, and
#: divided there by the definition, order by order.
TASTINGS = [
    ("ordinal-mcfadden", [0.13034250417605212, 0.04836116196197691, 0.036777666087775086], 1e-9),
    ("ordinal", [0.29705457471886404, 0.10739873799574001, 0.08367037409730832], 1e-7),
]


@pytest.mark.parametrize(("model", "parts", "within"), TASTINGS)
def test_parts_of_ordinal_models_are_those_of_statsmodels(model, parts, within):
    marks, columns = wine()
    named = {"warm": columns[:, 0], "contact": columns[:, 1], "judge": np.arange(72) // 8}
    found = drivers.importance(marks, named, model=model, effort=NO_BOUNDS)
    assert [driver.part for driver in found.drivers] == pytest.approx(parts, abs=within)


def drawn(n: int, random: np.random.Generator) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Marks, and four drivers that go together; the last has no weight of its own in the marks."""
    latent = 0.7 * random.normal(size=(n, 1)) + random.normal(size=(n, 4))
    score = latent @ np.array([1, 0.6, 0.3, 0]) + 1.5 * random.normal(size=n)
    columns = np.clip(np.rint(6 + 2 * latent), 0, 10)
    return np.clip(np.rint(6.5 + 2 * score / 3), 0, 10), {f"d{j}": columns[:, j] for j in range(4)}


def test_intervals_hold_the_parts_of_the_population():
    # With 400 surveys and 300 resamples of each: 92 to 95 % for 100 or 300 answers, 94 to 96 % for 1,000.
    truth = drivers.importance(*drawn(400_000, np.random.default_rng(1)), effort=NO_BOUNDS)
    random, n_surveys = np.random.default_rng(2), 100
    held = np.zeros(4)
    for seed in range(n_surveys):
        found = drivers.importance(*drawn(300, random), effort=drivers.Effort(resamples=200, seed=seed))
        pairs = zip(found.drivers, truth.drivers, strict=True)
        held += [one.low <= true.part <= one.high for one, true in pairs]
    assert (held / n_surveys).min() >= 0.86
    assert held.mean() / n_surveys >= 0.9
    # What goes with drivers that matter has a part too.
    assert truth.drivers[3].part > 0.02
