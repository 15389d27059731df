"""Questions on money, asked inside one partnership."""
