"""Find the passages for a question, by meaning and by words."""
