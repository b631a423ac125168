"""Signing in, and the guard that stands before every address. Nothing here knows the workspace: it is handed functions."""
