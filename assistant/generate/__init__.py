"""Let a language model write the answer, and keep of it what its passages support."""
