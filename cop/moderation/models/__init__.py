"""Tables of moderation, by noun. Who may read or write them is said in `policy.py`."""
