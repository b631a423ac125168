"""From which numbers on parts of drivers are to be read with care; what is then said is a noun of its own."""

from clairevoix.model.driver_limit import SENTENCES
from clairevoix.model.driver_limit import DriverLimit as Limit

__all__ = ["FEW_EACH", "REPEATED", "SENTENCES", "Limit"]

#: Answers for each driver below which parts of chance are many.
FEW_EACH = 10
#: Variance inflation from which a driver is said to repeat the others (Marquardt 1970, Technometrics 12(3)).
REPEATED = 10.0
