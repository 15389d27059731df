"""Foreign files about territories, read into typed rows."""
