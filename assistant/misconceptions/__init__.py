"""The register of claims: which one a question assumes or mentions, and its correction."""
