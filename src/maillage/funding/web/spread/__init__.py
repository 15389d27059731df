"""Pages of where the money goes."""
