"""Changes of the observatory: figures computed again, remarks, agreements, aggregates from elsewhere."""
