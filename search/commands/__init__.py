"""The commands that search and that help to tune a search."""
