"""Read how papers stand: retracted, corrected, under concern, by whoever tells of it."""
