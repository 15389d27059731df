"""Questions of the observatory: records as frames, snapshots, boards."""
