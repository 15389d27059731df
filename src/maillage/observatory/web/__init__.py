"""Pages of the observatory: they show what was computed, and compute nothing."""
