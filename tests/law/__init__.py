"""Who may do what, the table that people read, and the world in which it is tried."""
