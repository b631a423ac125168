"""How words sound, and which words of an index sound alike."""
