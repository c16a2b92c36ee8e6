"""Array segments as stock Whoosh reads them: a codec and its readers."""
