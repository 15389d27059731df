"""The documents of money, drawn from their records."""
