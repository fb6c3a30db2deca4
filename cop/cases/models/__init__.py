"""Tables of cases, by noun. Rules stand in `policy/`."""
