"""What becomes of figures when the organisation changes."""
