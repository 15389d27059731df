"""Changes to bodies and meetings: one use case, one function, one transaction, one journal line."""
