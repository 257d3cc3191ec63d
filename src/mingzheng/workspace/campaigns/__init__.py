"""Campaigns: what a notice asks of whom by when, and each unit's plan to do it."""
