"""Flask-Security in this house: its settings, our tables, letters and store. No rules of roles."""
