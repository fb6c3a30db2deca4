"""URLs of notices: the inbox (`inbox.py`); what one decides about them (`settings.py`)."""
