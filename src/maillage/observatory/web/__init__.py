"""Pages of the observatory: they show the last snapshot and compute nothing."""
