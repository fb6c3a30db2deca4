"""URLs of organisations."""
