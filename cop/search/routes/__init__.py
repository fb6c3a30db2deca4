"""URLs of search, by noun."""
