"""Transcript → RedactedTranscript, and the same time spans out of the sound. The only place that constructs either."""
