"""The pages of whoever codes contacts by hand. They know no workspace: they are handed functions."""
