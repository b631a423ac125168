"""From outside to nouns: recordings and their metadata, survey answers, human reviews."""
