"""The annotators, one module each."""
