"""Cell → Estimate: pure arithmetic on counts, each formula with its source."""
