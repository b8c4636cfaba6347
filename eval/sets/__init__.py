"""Question sets shipped with the project, as JSON Lines."""
