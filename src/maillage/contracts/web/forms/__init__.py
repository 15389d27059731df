"""What is typed of contracts. Checks of form only: services decide."""
