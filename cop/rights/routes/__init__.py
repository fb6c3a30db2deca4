"""URLs of rights, by who opens them."""
