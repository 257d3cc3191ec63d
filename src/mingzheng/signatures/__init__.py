"""Hashes, curves and signatures, compiled to work on columns of certificates."""
