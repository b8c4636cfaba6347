"""Reads how a study was done, each fact with the sentence that tells it."""
