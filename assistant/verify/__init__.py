"""Check written sentences against the passages they cite."""
