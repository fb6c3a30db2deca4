"""Search: the box that finds everything, in the language of each text."""
