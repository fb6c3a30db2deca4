"""URLs of discussions: where they are read, and where they are written."""
