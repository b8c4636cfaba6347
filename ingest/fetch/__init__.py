"""Fetch papers by their identifiers from the services of the field, when a person asks for it."""
