"""Other systems that answer, each made into the function that a run asks."""
