"""Changes of the observatory: figures computed again, remarks, self-assessment."""
