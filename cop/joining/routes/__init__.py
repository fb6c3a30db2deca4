"""URLs of asking for an account and of invitations."""
