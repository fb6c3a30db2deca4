"""Bookmarks: what somebody wants to find again, with a note for themselves and a reminder."""
