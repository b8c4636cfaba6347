"""The nouns, and what we hold: catalog, vectors, words, evidence status, starter papers."""
