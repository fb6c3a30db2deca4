"""URLs of cases: where they are read, written and reviewed."""
