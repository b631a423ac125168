"""What goes with a score: R² divided among the answers to other questions, never as their effect.

>>> from clairevoix.measure import drivers
>>> columns = {"speed": [2, 4, 6, 9, 3, 8], "tone": [8, 9, 8, 9, 9, 7]}
>>> found = drivers.importance([3, 5, 7, 10, 4, 8], columns, effort=drivers.Effort(resamples=0))
>>> [(driver.name, round(driver.share, 2)) for driver in found.drivers]
[('speed', 0.99), ('tone', 0.01)]
>>> found.words[0]
'A part says how much goes with the score, not what would change it: no cause is shown.'
"""

from clairevoix.measure.drivers.dividing import MODELS, Effort
from clairevoix.measure.drivers.importance import Driver, Importance, importance
from clairevoix.measure.drivers.limits import SENTENCES, Limit
from clairevoix.measure.drivers.ordinal import Fits, fit_sets
from clairevoix.measure.drivers.performance import Place, Quarter, performance_map

__all__ = [
    "MODELS",
    "SENTENCES",
    "Driver",
    "Effort",
    "Fits",
    "Importance",
    "Limit",
    "Place",
    "Quarter",
    "fit_sets",
    "importance",
    "performance_map",
]
