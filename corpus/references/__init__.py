"""Writes papers as reference lists: BibTeX, RIS, CSL-JSON, and lists in AMA and APA style."""
