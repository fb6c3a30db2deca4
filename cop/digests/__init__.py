"""Digests: what happened in a region in a period, as a page and as a document."""
