"""The commands of `evidence`, one file for each errand."""
