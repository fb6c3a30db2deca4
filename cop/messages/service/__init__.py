"""Changes in private conversations."""
