"""The nouns: frozen, keyword-only, standard library only."""
