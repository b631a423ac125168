"""RedactedTranscript → Annotations: labels of the codebook, each with its evidence."""
