"""From a query to a plan: what stands for each word, and what it weighs."""
