"""Who may see a case, and who may take which step with it, by what is done."""
