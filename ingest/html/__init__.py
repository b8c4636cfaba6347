"""Reads journal articles saved from the web as HTML."""
