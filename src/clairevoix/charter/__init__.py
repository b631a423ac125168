"""The policy: pure functions that admit, release or refuse with a rule. Imports the nouns only."""
