"""Pages of control campaigns, of controls and of the sums that come back."""
