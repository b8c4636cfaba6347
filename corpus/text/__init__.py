"""One language layer: sentences, tokens, stems, figures, groups and the names of papers."""
