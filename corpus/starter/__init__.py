"""The starter corpus: this project's own digests of landmark papers on race and illness."""
