"""URLs of digests, by what is done there."""
