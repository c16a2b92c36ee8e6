"""How array segments are written and merged."""
