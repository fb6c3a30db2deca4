"""Moderation: who keeps the house, and the log of what they did."""
