"""Public vocabularies of the Interop'Fibre interfaces, as data, each with its source, its version and what was verified."""
