"""From the store to a new generation: rebuild and update, in one process or several."""
