"""What is typed of money. Checks of form only; decisions are the services'."""
