"""Changes of organisations: by administrators, and of who is confirmed."""
