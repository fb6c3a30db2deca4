"""Private messages between two or few members, where an administrator lets them be."""
