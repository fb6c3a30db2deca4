"""Everything that changes digests, by deed. What goes into one is not chosen here."""
