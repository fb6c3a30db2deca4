"""Everything that changes notices. The one way to tell somebody something is `tell`."""
