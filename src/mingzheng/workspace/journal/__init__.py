"""What was done: entries that only grow, each sealing the one before."""
