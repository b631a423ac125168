"""Searches of a workspace: its words made searchable, and a leaf in the ledger before anything is shown."""
