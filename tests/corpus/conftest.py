"""The corpus is made by scripts, not by a package: they import each other by name, and so do their tests."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1] / "corpus"), str(HERE)]
