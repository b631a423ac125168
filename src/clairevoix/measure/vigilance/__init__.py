"""Both sides of the counter together: how much is evaluated, how those who work are, and what customers say meanwhile."""
