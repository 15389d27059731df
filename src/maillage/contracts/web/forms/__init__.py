"""What is typed of contracts and sheets. Checks of form only; decisions are the services'."""
