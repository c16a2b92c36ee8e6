"""From text to a query."""
