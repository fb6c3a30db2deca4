"""What no single feature shows: the home page, the lists of /admin, the health."""
