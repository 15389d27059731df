"""What the observatory asks of the records."""
