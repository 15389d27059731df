"""Questions on contracts, asked inside one partnership."""
