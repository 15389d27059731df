"""Questions of the observatory to the records."""
