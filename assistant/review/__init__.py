"""Review teaching material: remarks with a reason and a cited passage."""
