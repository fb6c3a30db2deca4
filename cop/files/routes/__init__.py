"""URLs of files: where they are read, and where they arrive."""
