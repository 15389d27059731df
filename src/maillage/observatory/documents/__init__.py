"""Documents of the observatory: the yearly report, its sheets, the results of a self-assessment."""
