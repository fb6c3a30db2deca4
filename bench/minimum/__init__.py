"""*Minimum*: what a competent hand would write for these pages alone; see `app.py`."""
