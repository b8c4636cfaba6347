"""Reads TEI, the XML that GROBID makes of a paper's PDF."""
