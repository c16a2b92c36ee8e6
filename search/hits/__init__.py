"""From matches to hits: snippets, highlights, explanations."""
