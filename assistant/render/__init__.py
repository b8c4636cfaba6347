"""An answer, a search, a report or a paper as JSON and as Markdown."""
