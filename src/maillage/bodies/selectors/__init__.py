"""Questions on bodies, asked inside one partnership."""
