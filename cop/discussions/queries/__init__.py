"""Everything that reads discussions, by noun; what the reader may not see is not there."""
