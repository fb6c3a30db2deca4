"""Everything that changes rights, by noun."""
