"""The documents of bodies and meetings, drawn from their records."""
