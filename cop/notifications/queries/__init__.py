"""Every read of notices: the inbox (`inbox.py`), whom something concerns (`whom.py`)."""
