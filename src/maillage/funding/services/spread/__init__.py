"""Changes to what is set beside grants: own effort, components of need, linked bodies."""
