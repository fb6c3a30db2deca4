"""URLs of moderation."""
