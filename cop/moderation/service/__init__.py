"""Everything that changes in moderation, by noun."""
