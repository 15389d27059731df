"""Changes to contracts: one use case, one function, one transaction, one line of the journal."""
