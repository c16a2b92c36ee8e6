"""Tools for whoever tunes the search: the analysis of a text, one's own judgements, the vocabulary."""
