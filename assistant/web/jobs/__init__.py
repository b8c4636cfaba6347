"""What takes a while: adding, removing and putting back, with progress and in one hand."""
