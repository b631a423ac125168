"""Prizes and rankings of the field: what was published, how sure a rank is, and how ready we are by the published methods."""
