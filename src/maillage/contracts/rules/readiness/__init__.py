"""Is this contract ready to be signed? Kind remarks, each with a better example; never a wall."""
