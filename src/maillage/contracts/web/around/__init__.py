"""Pages of what stands around a contract."""
