"""Fits of the numbers that the assistant decides by, into corpus/fitted."""
