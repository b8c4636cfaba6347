"""Reads reference files: RIS, BibTeX, CSL-JSON and PubMed's NBIB, each entry a paper."""
