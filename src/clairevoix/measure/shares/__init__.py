"""Shares of contacts with a label, from what an annotator found in all of them and humans coded in some.

>>> from clairevoix.measure import shares
>>> found = [True] * 30 + [False] * 70
>>> present = ([True] * 9 + [False]) + [None] * 20 + ([False] * 18 + [True] * 2) + [None] * 50
>>> round(shares.from_contacts(found, present).value, 3)
0.343
"""

from clairevoix.measure.shares.contacts import from_contacts
from clairevoix.measure.shares.powered import PoweredShare, powered
from clairevoix.measure.shares.tally import LEAST_CODED, Tally, grouped, tally

__all__ = ["LEAST_CODED", "PoweredShare", "Tally", "from_contacts", "grouped", "powered", "tally"]
