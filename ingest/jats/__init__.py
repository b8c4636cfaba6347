"""Reads JATS, the XML of PubMed Central and of many journals."""
