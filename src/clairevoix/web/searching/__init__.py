"""The page on which an analyst asks the contacts a question."""
