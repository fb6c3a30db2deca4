"""Engines of the search box: what one must do (`protocol.py`), and those that do it."""
