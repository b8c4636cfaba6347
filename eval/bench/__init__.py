"""Measurements of the whole house from outside; each prints what it measured."""
