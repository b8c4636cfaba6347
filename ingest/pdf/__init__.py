"""Reads PDF: lines of words with their boxes become paragraphs, headings and sections."""
