"""Everything that search does, by noun."""
