"""The codebook: labels as files, and those that clairevoix starts with."""
