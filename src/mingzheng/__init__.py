"""Mingzheng (明证): proves, article by article, whether a certification authority kept the law."""
