"""The record tables: what a CA recorded, typed, with what did not fit set aside."""
