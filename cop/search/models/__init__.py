"""Tables of search, by noun. The index itself lies in a folder beside the database."""
