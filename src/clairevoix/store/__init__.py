"""The stores: the only package that opens a database or a file of the workspace. Empty, so that nothing opens unasked."""
