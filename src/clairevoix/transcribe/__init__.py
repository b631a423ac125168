"""Recording → Transcript: words with their times, one channel at a time."""
