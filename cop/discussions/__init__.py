"""Discussions: topics, and the tree of posts below them."""
