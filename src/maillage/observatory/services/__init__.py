"""Changes of the observatory: figures computed and kept, from records or from files."""
