"""URLs of spaces."""
