"""Which array fills which column of the observatory's frames."""
