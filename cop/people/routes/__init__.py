"""URLs of people: profiles, settings, keys, roles; where somebody is signed in, and how."""
