"""Findings and what becomes of them: put right by the authority, ordered, reported up, decided."""
