"""The teaching hand-out: what was collected, looked up again, and written as a document."""
