"""Foreign sheets of money, read into typed rows and rejects."""
