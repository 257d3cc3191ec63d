"""Audit runs: registered by upload or made on the server, and what they found, to browse."""
