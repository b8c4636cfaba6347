"""Answers questions from the corpus: search, quoting writer, chat page and command line."""
