"""The write half of the ``whoosh`` engine: stock Whoosh files."""
