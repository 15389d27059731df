"""What changes in the observatory: one act, one transaction, one line of the journal."""
