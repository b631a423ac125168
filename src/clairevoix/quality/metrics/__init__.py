"""What one recording says about each metric. Every function takes a truth, its recording and what was heard in it.

A metric for which a recording has nothing to divide by (a rate of words without words) is left out.
"""
