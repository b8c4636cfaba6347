"""Hand the assistant to eval: a question in, an outcome out."""
