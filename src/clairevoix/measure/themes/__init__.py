"""Themes that the codebook misses: openings of contacts grouped by their words, named, followed over months."""
