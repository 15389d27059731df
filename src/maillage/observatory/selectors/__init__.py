"""Questions of the observatory: records as typed frames, and the snapshots that were kept."""
