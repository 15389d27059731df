"""Changes to requests and grants: one use case, one function, one transaction, one line of the journal."""
