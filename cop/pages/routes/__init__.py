"""URLs of pages, by what they are: those with words, and the feeds."""
