"""What is typed of contracts. Checks of form only; decisions are the services'."""
