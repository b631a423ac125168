"""Property tests that are the same at every run, and an engine that computes alike on every machine."""

import os

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

os.environ.setdefault("CLAIREVOIX_CALIBRATION", "off")
