"""A search from request to answer, over the live generation."""
