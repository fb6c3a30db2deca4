"""What people type about cases, and what is wrong with it."""
