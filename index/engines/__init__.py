"""The write half of each engine; ``registry`` has a row for each."""
