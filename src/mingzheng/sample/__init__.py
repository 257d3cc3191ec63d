"""A synthetic CA of any size, with planted breaches and their truth."""
