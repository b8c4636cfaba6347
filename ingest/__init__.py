"""Reads papers into the corpus."""
