"""The papers of a library as a person looks through them: searched, sorted, counted."""
