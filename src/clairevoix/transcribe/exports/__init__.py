"""Transcript → file formats of others, one module each. What is lost on the way: ``docs/reference/exports.md``."""
