"""The web application: reads the published snapshot, never the facts."""
