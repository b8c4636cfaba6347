"""Serving a department: who may do what, how much, and what is noted of it."""
