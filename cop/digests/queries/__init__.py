"""Every read of digests: the digests themselves (`digests.py`), what goes in (`contents.py`)."""
