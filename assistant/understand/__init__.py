"""What a question asks: its type, its facets and terms, its spelling, and what it leans on."""
