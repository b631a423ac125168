"""Figures and moments as the snapshot shows them."""
