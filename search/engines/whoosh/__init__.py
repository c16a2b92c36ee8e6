"""The read half of the ``whoosh`` engine: plans as Whoosh queries."""
