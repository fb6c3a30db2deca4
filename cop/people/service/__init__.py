"""Everything that changes people: profiles, roles, keys for the API, imports."""
