"""Compose the answer: its sentences in order, their numbers, counterparts and limits."""
