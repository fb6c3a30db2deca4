"""Everything that search reads of the database, by noun."""
