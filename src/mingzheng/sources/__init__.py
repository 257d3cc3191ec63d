"""Sources: one reader per kind of file or database, to Arrow batches and rejects."""
