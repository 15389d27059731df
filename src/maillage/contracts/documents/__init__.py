"""The documents of contracts, drawn from their records."""
