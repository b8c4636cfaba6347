"""The rules of the check: one kind of thing that can be said wrongly in each file."""
