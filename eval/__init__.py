"""Scores anything that answers; knows nothing of the assistant."""
