"""The thesaurus of the field: the shipped table, its changes, and what searches get of it."""
