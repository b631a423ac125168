"""The Net Promoter Score: its confidence intervals and its road to a target."""
