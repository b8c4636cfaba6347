"""Which sentences answer a question, whether anything does, and what nothing answers."""
