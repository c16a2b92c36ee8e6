"""The nouns of a plan, and the score."""
