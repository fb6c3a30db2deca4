"""Everything that changes discussions: topics, the posts in them, and what is imported."""
