"""Questions of the observatory: records as typed frames, snapshots that were kept, load of persons."""
