"""Reads the files of Word and PowerPoint."""
